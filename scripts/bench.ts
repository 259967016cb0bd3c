import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Figures, grown } from '../benchmarks/baseline'
import { coldStartRatio } from '../benchmarks/coldStart'
import { verbCosts } from '../benchmarks/verbs'
import { root } from './build'
import { measurePackages } from './sizes'

const BASELINE = join(root, 'benchmarks/baseline.json')

const { values } = parseArgs({
  options: { json: { type: 'boolean', default: false }, write: { type: 'boolean', default: false } },
})

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

async function main(): Promise<number> {
  const found = await figures()
  print(found)
  if (values.write) writeFileSync(BASELINE, `${JSON.stringify(found, null, 2)}\n`)
  const worse = grown(JSON.parse(readFileSync(BASELINE, 'utf8')), found)
  for (const line of worse) console.log(`grew: ${line}`)
  if (values.json) console.log(JSON.stringify(found))
  return worse.length ? 1 : 0
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error)
    process.exit(1)
  },
)
