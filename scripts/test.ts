import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from './build'
import { reportChecks, runChecks } from './check'
import { installBrowser } from './installBrowser'

type Suites = { numPassedTests: number; numFailedTests: number; numRuntimeErrorTestSuites: number }

/** Runs jest on `paths` (everything when empty). A suite that could not even start counts as one failure. */
function runTests(paths: string[]): { passed: number; failed: number } {
  const folder = mkdtempSync(join(tmpdir(), 'xingtan-test-'))
  const report = join(folder, 'report.json')
  const { status } = spawnSync(
    join(root, 'node_modules/.bin/jest'),
    ['--ci', '--forceExit', '--json', `--outputFile=${report}`, '--silent=false', ...paths],
    { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] },
  )
  try {
    const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites }: Suites = JSON.parse(
      readFileSync(report, 'utf8'),
    )
    const failed = numFailedTests + numRuntimeErrorTestSuites
    // Jest can fail without a failed test (a broken setup): that must not look green.
    return { passed: numPassedTests, failed: failed || (status === 0 ? 0 : 1) }
  } catch {
    return { passed: 0, failed: 1 }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function main(): Promise<void> {
  const paths = process.argv.slice(2)
  await installBrowser()
  const checks = paths.length ? [] : runChecks()
  reportChecks(checks)
  const tests = runTests(paths)
  const passed = tests.passed + checks.filter(({ ok }) => ok).length
  const failed = tests.failed + checks.filter(({ ok }) => !ok).length
  console.log(`${passed} passed, ${failed} failed`)
  process.exit(failed ? 1 : 0)
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  console.log('0 passed, 1 failed')
  process.exit(1)
})
