import { join } from 'node:path'
import { type BuiltFunction, buildFunctions } from '../scripts/build'
import { built } from '../scripts/shop'
import { measurePackages } from '../scripts/sizes'
import { grown } from './baseline'
import baseline from './baseline.json'
import { type VerbCost, verbCosts } from './verbs'

const KILOBYTE = 1024

let functions: BuiltFunction[]
let verbs: Record<string, VerbCost>
beforeAll(async () => {
  functions = await buildFunctions(built.functions)
  verbs = await verbCosts(functions)
}, 120_000)

test('no counted figure has grown', () => {
  const packages = measurePackages(join(__dirname, '../miniprogram'))
  const mainPackageBytes = packages.find(({ name }) => name === 'main')?.bytes ?? 0
  expect(grown(baseline, { verbs, coldStartRatio: 0, mainPackageBytes })).toEqual([])
})

test('the hot paths keep what the design promises', () => {
  const inSequence = (name: string) => verbs[name]?.sequence
  expect(inSequence('recordProgress')).toBe(1)
  expect(inSequence('payNotify')).toBeLessThanOrEqual(2)
  expect(inSequence('buyCourse')).toBeLessThanOrEqual(3)
  expect(inSequence('playLesson')).toBeLessThanOrEqual(2)
})

/** Those that compare the day's bills run a few times a day, and nobody waits for them. */
const LARGER: Record<string, number> = { reconcile: 160, reconciliation: 160 }

test('every function reads at most 150 KB beside the SDK when it starts, two of them 160 KB; the main package is at most 1.5 MB', () => {
  const large = functions.filter(({ name, bytes }) => bytes > (LARGER[name] ?? 150) * KILOBYTE)
  expect(large.map(({ name, bytes }) => [name, bytes])).toEqual([])
  const over = measurePackages(join(__dirname, '../miniprogram')).filter(({ bytes, limit }) => bytes > limit)
  expect(over).toEqual([])
})

test('growth is told figure by figure', () => {
  const cost = { sequence: 1, operations: 2, bundleBytes: 100_000 }
  const before = { verbs: { a: cost }, coldStartRatio: 1, mainPackageBytes: 1000 }
  expect(grown(before, before)).toEqual([])
  const after = {
    verbs: { a: { sequence: 2, operations: 3, bundleBytes: 110_000 }, b: cost },
    coldStartRatio: 9,
    mainPackageBytes: 2000,
  }
  expect(grown(before, after)).toEqual([
    'a: 1 → 2 in sequence',
    'a: 2 → 3 operations',
    'a: 100000 → 110000 bundle bytes',
    'b is not in the baseline: npm run bench -- --write',
    'main package: 1000 → 2000 bytes',
  ])
})
