import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { root } from './build'
import { installBrowser } from './installBrowser'

/**
 * `npm run sheet`: takes a picture of every page while it is fetched, without a network and ready, at every width, light, dark, in large
 * type and in three languages, and of every special state; tests/browser/shots/index.html shows them all. Words after `--` choose pages.
 */
async function main(): Promise<number> {
  await installBrowser()
  const only = process.argv.slice(2).join('|')
  const suites = only
    ? ['tests/browser/everyLook']
    : ['tests/browser/everyLook', 'tests/browser/(pages|places|account|company)', 'tests/browser/.*tates']
  const { status } = spawnSync(join(root, 'node_modules/.bin/jest'), ['--forceExit', ...suites], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, XINGTAN_SHEET: only || '.' },
  })
  console.log(join(root, 'tests/browser/shots/index.html'))
  return status ?? 1
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error)
    process.exit(1)
  },
)
