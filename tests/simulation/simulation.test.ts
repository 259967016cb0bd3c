import { availableParallelism } from 'node:os'
import { bundle } from './bundle'
import { defects, findDefect } from './defects'
import { runWorld } from './run'
import type { Report } from './worker'
import { runWorlds } from './worlds'

const WORLDS = 500
const MINUTES = 60_000

test(
  'five hundred worlds, in which everything goes wrong that can: nobody is wronged in the end',
  async () => {
    const reports: Report[] = []
    await runWorlds(await bundle(), { first: 1, worlds: WORLDS }, (report) => void reports.push(report))
    const failed = reports.filter(({ violations }) => violations.length)
    expect(failed.map(({ seed, violations }) => ({ seed, violations }))).toEqual([])
    expect(reports.map(({ seed }) => seed).sort((a, b) => a - b)).toEqual(
      Array.from({ length: WORLDS }, (_, n) => n + 1),
    )
    // Worlds in which little goes wrong prove little: twenty faults in each, as a mean.
    expect(reports.reduce((sum, { faults }) => sum + faults, 0)).toBeGreaterThan(20 * WORLDS)
  },
  5 * MINUTES,
)

test('the same seed tells the same story, word for word', async () => {
  for (const seed of [1, 2, 3, 17]) {
    const first = await runWorld(seed, { isDetailed: true })
    expect(await runWorld(seed, { isDetailed: true })).toEqual(first)
    expect(first.story.length).toBeGreaterThan(50)
  }
})

test('reading the story of a world does not change it', async () => {
  const [told, silent] = [await runWorld(5, { isDetailed: true }), await runWorld(5)]
  expect({ ...told, story: [] }).toEqual({ ...silent, story: [] })
  expect(told.story.filter((line) => silent.story.includes(line))).toEqual(silent.story)
})

test('another seed is another world', async () => {
  const [one, other] = [await runWorld(1), await runWorld(2)]
  expect(one.story).not.toEqual(other.story)
})

test(
  'every defect that others have made, and some of our own, makes one of these worlds fail',
  async () => {
    const missed: string[] = []
    const left = [...defects]
    async function next(): Promise<void> {
      for (let defect = left.shift(); defect; defect = left.shift())
        if ((await findDefect(defect, WORLDS)).seed === null) missed.push(defect.name)
    }
    await Promise.all(Array.from({ length: availableParallelism() }, next))
    expect(missed).toEqual([])
  },
  10 * MINUTES,
)

test('a defect that the code no longer has room for is an error, not a silence', async () => {
  await expect(bundle([{ file: 'core/orders/settle.ts', find: 'no such words', replace: '' }])).rejects.toThrow(
    'does not hold exactly once',
  )
  await expect(bundle([{ file: 'core/nobody.ts', find: '', replace: '' }])).rejects.toThrow('nothing of the simulation')
})
