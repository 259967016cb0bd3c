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
  // Not `npm ci`: it refuses a lock file without the optional packages of every other platform, which not every registry
  // has. `--no-save` keeps to the lock file and leaves it as it is.
  const flags = ['--no-save', '--no-fund', '--no-audit', '--loglevel=error']
  const { status } = spawnSync('npm', ['install', ...flags], { cwd: root, stdio: 'inherit' })
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
