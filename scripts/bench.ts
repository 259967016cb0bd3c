import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Figures, grown } from '../benchmarks/baseline'
import { coldStartRatio } from '../benchmarks/coldStart'
import { verbCosts } from '../benchmarks/verbs'
import { buildFunctions, root } from './build'
import { buildAll, built } from './shop'
import { describeSizes, measurePackages } from './sizes'

const BASELINE = join(root, 'benchmarks/baseline.json')
const FRONT_BASELINE = join(root, 'benchmarks/front.json')

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    /** Of `checkout`: one more past, of so many purchases. */
    scale: { type: 'string' },
    /** Of `front`: how often each page is timed; the middle counts. */
    rounds: { type: 'string', default: '3' },
  },
})

const PASTS = [1_000, 100_000]
/** What a long past may cost a purchase, at the most. */
const MOST_TIMES = 1.2

async function figures(): Promise<Figures> {
  const verbs = await verbCosts(await buildFunctions(built.functions))
  const mainPackageBytes = measurePackages(join(root, 'miniprogram')).find(({ name }) => name === 'main')?.bytes ?? 0
  return { verbs, coldStartRatio: coldStartRatio(), mainPackageBytes }
}

function print({ verbs, coldStartRatio: ratio, mainPackageBytes }: Figures): void {
  const cell = (value: string | number, width: number) => String(value).padStart(width)
  console.log(`${'verb'.padEnd(24)}${cell('in sequence', 12)}${cell('operations', 12)}${cell('bundle bytes', 14)}`)
  for (const [name, { sequence, operations, bundleBytes }] of Object.entries(verbs))
    console.log(`${name.padEnd(24)}${cell(sequence, 12)}${cell(operations, 12)}${cell(bundleBytes, 14)}`)
  console.log(`\ncold start of recordProgress ÷ loading the bare SDK   ${ratio}`)
  console.log(`mini-program, main package, bytes                    ${mainPackageBytes}`)
}

/** `npm run bench -- checkout`: what a purchase costs, and whether a long past makes it dearer. */
async function measureCheckout(): Promise<number> {
  const { checkout } = await import('../benchmarks/checkout')
  const found = await checkout([...PASTS, ...(values.scale === undefined ? [] : [Number(values.scale)])])
  console.log(`a purchase, ${found.callers} callers, ${found.processors} processors`)
  const line = (name: string, value: number) => console.log(`${name.padEnd(52)}${String(value).padStart(8)}`)
  line('orders per second', found.ordersPerSecond)
  line('CPU ms per order, the desk and its functions', found.cpuMsPerOrder)
  line('  of it the desk: doors, database, WeChat Pay', found.deskMs)
  line('  of it the functions', found.functionsMs)
  line('CPU ms of the same writes on the raw store', found.rawStoreMs)
  line('times the raw store', found.timesRawStore)
  for (const { past, cpuMsPerOrder, timesSmallest } of found.curve)
    console.log(`after ${past} purchases: ${cpuMsPerOrder} CPU ms, × ${timesSmallest}`)
  if (values.json) console.log(JSON.stringify(found))
  const dearer = found.curve.filter(({ timesSmallest }) => timesSmallest > MOST_TIMES)
  for (const { past, timesSmallest } of dearer) console.log(`grew: × ${timesSmallest} after ${past} purchases`)
  return dearer.length ? 1 : 0
}

async function measureVerbs(): Promise<number> {
  const found = await figures()
  print(found)
  if (values.write) writeFileSync(BASELINE, `${JSON.stringify(found, null, 2)}\n`)
  const worse = grown(JSON.parse(readFileSync(BASELINE, 'utf8')), found)
  for (const line of worse) console.log(`grew: ${line}`)
  if (values.json) console.log(JSON.stringify(found))
  return worse.length ? 1 : 0
}

/** `npm run bench:front`: what every page of the mini-program costs before somebody sees what it is for. */
async function measureFront(): Promise<number> {
  const { openFront, pageCosts, pageTimes } = await import('../benchmarks/front')
  const { AIMS, frontGrown, missed } = await import('../benchmarks/frontBaseline')
  await buildAll()
  const front = await openFront()
  const packages = measurePackages(join(root, 'miniprogram'))
  console.log(describeSizes(packages))
  const pages = await pageCosts(front.shop, front.browser)
  const times = await pageTimes(front.shop, front.browser, { pages: Object.keys(pages), rounds: Number(values.rounds) })
  await front.close()

  const cell = (value: string | number, width: number) => String(value).padStart(width)
  console.log(
    `\n${'page'.padEnd(44)}calls   wire, bytes   pictures  largest setData  all setData  first screen  ÷ empty page`,
  )
  for (const [name, { calls, wireBytes, pictureBytes, largestSetDataBytes, setDataBytes }] of Object.entries(pages)) {
    const { ms = 0, ratio = 0 } = times[name] ?? {}
    const wire = cell(calls, 5) + cell(wireBytes, 14) + cell(pictureBytes, 11)
    const counted = wire + cell(largestSetDataBytes, 17) + cell(setDataBytes, 13)
    console.log(`${name.padEnd(44)}${counted}${cell(`${ms} ms`, 14)}${cell(ratio.toFixed(2), 14)}`)
  }
  console.log(`\nprocessor slowed four times, nothing kept; the engine itself is not in the bytes`)
  if (values.write) writeFileSync(FRONT_BASELINE, `${JSON.stringify({ pages }, null, 2)}\n`)
  const late = Object.entries(times).filter(([, { ms }]) => ms > AIMS.firstScreenMs)
  for (const [name, { ms }] of late) console.log(`late: ${name} ${ms} ms, of ${AIMS.firstScreenMs}`)
  const broken = [...missed({ pages }), ...frontGrown(JSON.parse(readFileSync(FRONT_BASELINE, 'utf8')), { pages })]
  for (const line of broken) console.log(`missed: ${line}`)
  if (values.json) console.log(JSON.stringify({ packages, pages, times }))
  return broken.length || packages.some(({ bytes, limit }) => bytes > limit) ? 1 : 0
}

const measures: Record<string, () => Promise<number>> = {
  verbs: measureVerbs,
  checkout: measureCheckout,
  front: measureFront,
}
const [name = 'verbs'] = positionals
const measure = measures[name] ?? (() => Promise.reject(new Error(`nothing is measured under the name ${name}`)))

measure().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error)
    process.exit(1)
  },
)
