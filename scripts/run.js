/**
 * `node scripts/run.js VERB …`: installs the packages when they are missing or older than the lock file, then runs
 * scripts/VERB.ts. Plain JavaScript, because on a fresh clone nothing else can run yet.
 */
const { spawn, spawnSync } = require('node:child_process')
const { existsSync, statSync } = require('node:fs')
const { join } = require('node:path')

const root = join(__dirname, '..')
const [verb = '', ...rest] = process.argv.slice(2)
const installed = join(root, 'node_modules', '.package-lock.json')

function installPackages() {
  const lock = join(root, 'package-lock.json')
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return
  console.log('Installing packages …')
  // Not `npm ci`: the lock file was written on Linux and lists no binaries of other platforms, which newer versions of npm
  // refuse. This installs the locked versions all the same, and leaves the lock file as it is.
  const { status } = spawnSync('npm', ['install', '--no-save', '--no-fund', '--no-audit', '--loglevel=error'], {
    cwd: root,
    stdio: 'inherit',
  })
  if (status !== 0) process.exit(status ?? 1)
}

if (!existsSync(join(__dirname, `${verb}.ts`))) {
  console.error(`There is no scripts/${verb}.ts.`)
  process.exit(2)
}
installPackages()
const child = spawn(process.execPath, ['--import', 'tsx', join(__dirname, `${verb}.ts`), ...rest], {
  cwd: root,
  stdio: 'inherit',
})
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)))
