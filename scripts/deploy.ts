import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { parseArgs } from 'node:util'
import { collections } from '../core/collections'
import { type BuiltFunction, buildFunctions, root } from './build'
import { apiFor, withAddresses } from './deploy/addresses'
import { tencentCloud } from './deploy/cloud'
import { execute } from './deploy/execute'
import { describePlan, EMPTY, planDeployment } from './deploy/plan'
import {
  accountOf,
  type Environment,
  faultsOf,
  functionSettings,
  hasAny,
  readSettings,
  shortened,
} from './deploy/settings'
import { buildSite } from './deploy/site'
import {
  type Bundle,
  cloudbaserc,
  configJson,
  permissionLines,
  refusals,
  type Wanted,
  type WantedSite,
  wantedFunction,
} from './deploy/wanted'

/**
 * `npm run deploy`: builds the functions and the storefront, compares with what the cloud holds, shows the plan, asks, and carries it out.
 * `-- --dry-run` prints the plan for an empty environment without credentials and connects to nothing;
 * `-- --yes` does not ask; `-- --settings FILE` reads settings from another file than .xingtan/deploy.env.
 */
async function deploy() {
  const { values: options } = parseArgs({
    options: {
      'dry-run': { type: 'boolean', default: false },
      yes: { type: 'boolean', default: false },
      settings: { type: 'string', default: join(root, '.xingtan', 'deploy.env') },
    },
  })
  const given = readSettings(options.settings, process.env)
  const faults = faultsOf(given, process.version)
  if (faults.length > 0 && !options['dry-run']) {
    return refuse('These settings must be put right first (docs/operations.md tells where to find each):', faults)
  }

  // WeChat DevTools finds them there too (project.config.json: cloudfunctionRoot).
  const bundles = (await buildFunctions(join(root, 'dist', 'cloudfunctions'))).map(staged)
  if (options['dry-run']) return dryRun(bundles, faults)

  const cloud = tencentCloud(accountOf(given))
  const httpAddress = await cloud.httpAddress()
  const settings = withAddresses(given, httpAddress)
  const api = apiFor(settings.WECHATPAY_NOTIFY_URL, httpAddress)
  const { SHOP_URL: shopUrl = '' } = settings // there: it has no fault
  const site = await buildSite({ api, shopUrl })
  const wanted = wantedFrom(bundles, shortened(settings), site)
  writeFileSync(join(root, 'dist', 'cloudbaserc.json'), cloudbaserc(wanted, functionSettings))

  const plan = planDeployment(wanted, await cloud.look(wanted))
  const against = [...refusals(wanted), ...plan.refusals]
  if (against.length > 0) return refuse('This cannot be deployed:', against)
  console.log(`Environment ${settings.TCB_ENV_ID}\n${describePlan(plan, wanted)}`)
  if (plan.steps.length === 0) return
  if (!options.yes && !(await agreed())) return console.log('Nothing was changed.')
  await execute(plan, wanted, cloud, console.log)
  for (const line of afterwords(settings, api)) console.log(line)
  console.log(
    `The storefront is at ${await cloud.siteAddress()}/, and certificates lead to ${shopUrl} (docs/operations.md, 9)`,
  )
  if (!given.WECHATPAY_NOTIFY_URL)
    console.log('That address is for trials: see “HTTP access” in docs/operations.md before opening.')
  console.log(uploadAgain(wanted))
}

/** What a person must know, or do elsewhere, once everything stands. */
function afterwords(settings: Environment, api: string): string[] {
  const virtual = hasAny(settings, 'VIRTUALPAY_')
  return [
    `Deployed. WeChat Pay sends its notices to ${settings.WECHATPAY_NOTIFY_URL}`,
    ...(settings.ALIPAY_NOTIFY_URL ? [`Alipay sends its notices to ${settings.ALIPAY_NOTIFY_URL}`] : []),
    virtual
      ? `Messages of virtual payment [消息推送] go to ${api}/virtualPayNotify (docs/operations.md, 4)`
      : 'There is no virtual payment: paid courses cannot be bought inside WeChat (docs/operations.md, 4)',
    ...(settings.VIRTUALPAY_ENV === '1' ? ['Virtual payment is in its sandbox: no real buyer can pay with it.'] : []),
  ]
}

/** WeChat takes permissions only from an upload by its own tools. */
const uploadAgain = (wanted: Wanted) =>
  `Once, and after a change, upload from WeChat DevTools too, for they call WeChat's interfaces:\n${listed(permissionLines(wanted))}`

/** A built folder made ready to be uploaded: WeChat reads permissions from config.json, not from our function.json. */
function staged({ name, entry, code, functionJson }: BuiltFunction): Bundle {
  const folder = dirname(entry)
  rmSync(join(folder, 'function.json'), { force: true })
  writeFileSync(join(folder, 'config.json'), configJson(functionJson))
  const files = ['config.json', ...code, 'package.json'].map((file) => ({
    name: file,
    content: readFileSync(join(folder, file), 'utf8'),
  }))
  return { name, folder, files, functionJson }
}

function wantedFrom(bundles: Bundle[], settings: Environment, site: WantedSite): Wanted {
  return {
    functions: bundles.map((bundle) => wantedFunction(bundle, settings, functionSettings)),
    collections: Object.entries(collections).map(([name, { indexes }]) => ({ name, indexes })),
    site,
  }
}

async function dryRun(bundles: Bundle[], faults: string[]) {
  // Without values, every setting stands for itself: the plan says who is given what.
  const site = await buildSite({ api: 'https://http-access.invalid', shopUrl: 'https://shop.invalid/' })
  const wanted = wantedFrom(bundles, Object.fromEntries(functionSettings.map((name) => [name, name])), site)
  const plan = planDeployment(wanted, EMPTY)
  console.log(`The plan for an empty environment (a dry run connects to nothing)\n${describePlan(plan, wanted)}`)
  console.log(uploadAgain(wanted))
  const against = refusals(wanted)
  if (against.length > 0) return refuse('This cannot be deployed:', against)
  if (faults.length > 0) console.log(`Before it can be carried out:\n${listed(faults)}`)
}

async function agreed(): Promise<boolean> {
  const asking = createInterface({ input: process.stdin, output: process.stdout })
  const answer = await asking.question('Carry this out? (yes/no) ')
  asking.close()
  return /^y(es)?$/i.test(answer.trim())
}

function refuse(why: string, reasons: string[]) {
  console.error(`${why}\n${listed(reasons)}`)
  process.exitCode = 1
}

const listed = (lines: string[]) => lines.map((line) => `  ${line}`).join('\n')

deploy().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
})
