import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Figures, grown } from '../benchmarks/baseline'
import { coldStartRatio } from '../benchmarks/coldStart'
import { verbCosts } from '../benchmarks/verbs'
import { root } from './build'
import { measurePackages } from './sizes'

const BASELINE = join(root, 'benchmarks/baseline.json')

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    /** Of `checkout`: one more past, of so many purchases. */
    scale: { type: 'string' },
  },
})

const PASTS = [1_000, 100_000]
/** What a long past may cost a purchase, at the most. */
const MOST_TIMES = 1.2

async function figures(): Promise<Figures> {
  const verbs = await verbCosts()
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

const measures: Record<string, () => Promise<number>> = { verbs: measureVerbs, checkout: measureCheckout }
const [name = 'verbs'] = positionals
const measure = measures[name] ?? (() => Promise.reject(new Error(`nothing is measured under the name ${name}`)))

measure().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error)
    process.exit(1)
  },
)
