import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { bundle } from '../tests/simulation/bundle'
import { type Defect, defects, type Found, findDefect } from '../tests/simulation/defects'
import type { Report } from '../tests/simulation/worker'
import { runWorker, runWorlds } from '../tests/simulation/worlds'

const USAGE = `npm run simulate -- [--worlds N] [--first-seed N] [--json]   judge so many worlds (500)
npm run simulate -- --seed N                                  one world with its whole story
npm run simulate -- --defects [--worlds N]                    plant every defect and find the first world that fails`

const aside = (text: string): void => void process.stderr.write(text)
const count = (n: number): string => n.toLocaleString('en-US')

function tellViolations({ seed, violations }: Report): void {
  for (const { sentence, contradiction } of violations) console.log(`seed ${seed}: ${sentence}\n    ${contradiction}`)
}

async function judge(first: number, worlds: number, isJson: boolean): Promise<boolean> {
  const sum = { worlds: 0, steps: 0, faults: 0, violations: 0 }
  const failed: Report[] = []
  let checked = 0
  const began = performance.now()
  await runWorlds(await bundle(), { first, worlds }, (report) => {
    sum.worlds += 1
    sum.steps += report.steps
    sum.faults += report.faults
    sum.violations += report.violations.length
    checked += report.checked
    if (report.violations.length) failed.push(report)
    if (sum.worlds % 100 === 0) aside(`\r${count(sum.worlds)} of ${count(worlds)} worlds, ${failed.length} failed `)
  })
  aside('\r')
  for (const report of failed.sort((a, b) => a.seed - b.seed).slice(0, 20)) tellViolations(report)
  if (failed.length > 20) console.log(`… and ${failed.length - 20} more worlds that failed`)
  const seconds = ((performance.now() - began) / 1000).toFixed(0)
  console.log(
    `${count(sum.worlds)} worlds from seed ${first}, ${count(sum.steps)} steps, ${count(sum.faults)} faults, ` +
      `${count(checked)} invariants checked, ${count(sum.violations)} violations, ${seconds} s`,
  )
  if (failed[0]) console.log(`Read the story of one: npm run simulate -- --seed ${failed[0].seed}`)
  if (isJson) console.log(JSON.stringify(sum))
  return sum.violations === 0
}

async function tell(seed: number): Promise<boolean> {
  let isWhole = true
  const order = { first: seed, stride: 1, worlds: 1, stopsAtFirst: false, tellsStory: true }
  await runWorker(await bundle(), order, (report) => {
    console.log(report.story.join('\n'))
    console.log(`\n${report.steps} steps, ${report.faults} faults, ${report.violations.length} violations`)
    tellViolations(report)
    isWhole = report.violations.length === 0
  })
  return isWhole
}

/** Every defect with the seed that finds it; as many at once as there are cores. */
async function plant(worlds: number): Promise<boolean> {
  const found = new Map<Defect, Found>()
  const left = [...defects]
  async function next(): Promise<void> {
    for (let defect = left.shift(); defect; defect = left.shift()) {
      aside(`\r${found.size} of ${defects.length} defects `)
      found.set(defect, await findDefect(defect, worlds))
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() }, next))
  aside('\r')
  console.log('| defect planted | first failing seed | what it violates |\n|---|---|---|')
  for (const one of defects.flatMap((defect) => found.get(defect) ?? []))
    console.log(`| ${one.name} | ${one.seed ?? `none of ${worlds}`} | ${one.seed === null ? '' : one.sentence} |`)
  return [...found.values()].every(({ seed }) => seed !== null)
}

function numberOf(text: string | undefined, fallback: number): number {
  const number = text === undefined ? fallback : Number(text)
  if (!Number.isInteger(number) || number < 1) throw new Error(`not a number from 1 on: ${text}\n${USAGE}`)
  return number
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      worlds: { type: 'string' },
      'first-seed': { type: 'string' },
      seed: { type: 'string' },
      json: { type: 'boolean', default: false },
      defects: { type: 'boolean', default: false },
    },
  })
  const worlds = numberOf(values.worlds, 500)
  const isWhole = values.defects
    ? await plant(worlds)
    : values.seed
      ? await tell(numberOf(values.seed, 1))
      : await judge(numberOf(values['first-seed'], 1), worlds, values.json)
  process.exitCode = isWhole ? 0 : 1
}

void main()
