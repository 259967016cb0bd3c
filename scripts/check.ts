import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { breaches } from './boundaries'
import { root } from './build'
import { outdatedMaps } from './map'
import { describeBreach, platformBreaches } from './platformRules'
import { readMiniProgram } from './platformRules/miniProgram'

type Check = { name: string; ok: boolean; said: string }

function command(name: string, program: string, ...rest: string[]): Check {
  const { status, stdout, stderr } = spawnSync(join(root, 'node_modules/.bin', program), rest, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  })
  return { name, ok: status === 0, said: `${stdout}${stderr}`.trim() }
}

const types = (world: string): Check => command(`types: ${world}`, 'tsc', '-p', world)

function boundaries(): Check {
  const found = breaches(root)
  return {
    name: 'boundaries',
    ok: !found.length,
    said: found.map(({ file, line, what }) => `${file}:${line} ${what}`).join('\n'),
  }
}

function platformRules(): Check {
  const found = platformBreaches(readMiniProgram(root))
  return { name: 'rules of the platform', ok: !found.length, said: found.map(describeBreach).join('\n') }
}

function map(): Check {
  const outdated = outdatedMaps()
  return { name: 'map', ok: !outdated.length, said: outdated.map((file) => `${file}: run npm run map`).join('\n') }
}

/** Types of every world, lint and format, who knows whom, the rules of the platform, and whether the README's map is that of the code. */
export function runChecks(): Check[] {
  return [
    types('core'),
    types('miniprogram'),
    types('miniprogram/tsconfig.tests.json'),
    types('web'),
    types('emulator/panel'),
    types('.'),
    command('lint and format', 'biome', 'check', '--error-on-warnings', '.'),
    boundaries(),
    platformRules(),
    map(),
  ]
}

export function reportChecks(checks: Check[]): void {
  for (const { name, ok, said } of checks) {
    console.log(`${ok ? '✓' : '✗'} ${name}`)
    if (!ok) console.log(said)
  }
}

if (require.main === module) {
  const checks = runChecks()
  reportChecks(checks)
  process.exit(checks.every(({ ok }) => ok) ? 0 : 1)
}
