/** Four kinds of test, one command: rules, conformance, journeys, browser. `npm test -- core/orders` runs a part. */
module.exports = {
  testEnvironment: 'node',
  globalSetup: '<rootDir>/tests/build.ts',
  globalTeardown: '<rootDir>/tests/browser/sheet.ts',
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/\\.xingtan/', '/dist/'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.xingtan/'],
  moduleFileExtensions: ['ts', 'js', 'mjs', 'json', 'node'],
  transform: {
    '\\.(ts|js|mjs)$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } },
    ],
  },
  // Packages that ship only ECMAScript modules.
  transformIgnorePatterns: ['/node_modules/(?!(jose|marked|uqr|mingo|croner|magic-string|@jridgewell)/)'],
  testTimeout: 30_000,
  // Many of these wait for a browser, a film or a process: two at a time, also on a machine with two processors.
  maxWorkers: 2,
}
