import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type AlipaySandbox, alipaySandbox } from './alipay/service'
import { type DeskClock, deskClock } from './clock'
import { type Driver, openDriver } from './database/driver'
import { type Collections, type Database, openDatabase } from './database/service'
import { clockRoutes, databaseRoutes, invocationRoutes, timerRoutes } from './deskRoutes'
import { type Faults, faultDesk, faultRoutes, underFaults } from './faults'
import { httpAccess } from './functions/access'
import { functionActions } from './functions/actions'
import { functionCatalog } from './functions/catalog'
import { clientDoor } from './functions/door'
import { type FunctionHost, functionHost } from './functions/host'
import { gateway } from './gateway'
import { guarded } from './guard'
import { type DeskRequest, listen, nothingElseAt, type Route } from './http'
import type { ProviderApps } from './identityProviders/account'
import { type IdentityProvidersSandbox, identityProvidersSandbox } from './identityProviders/service'
import { lockFolder } from './lock'
import { overviewRoutes } from './panel/overview'
import { type Records, records } from './records'
import { siteRoutes } from './site'
import { openStorage, type StorageService } from './storage/service'
import { type TencentCloudSandbox, tencentCloudSandbox } from './tencentCloud/service'
import { type Timers, timers } from './timers/timers'
import { type VirtualPaySandbox, virtualPaySandbox } from './virtualPay/service'
import { accessTokens } from './wechat/accessTokens'
import { openAccounts } from './wechat/accounts'
import { openWeChat, type WeChatService } from './wechat/service'
import { sessionKeys } from './wechat/sessionKeys'
import { type WeChatPaySandbox, weChatPaySandbox } from './wechatPay/service'

/** What a shop's settings may be made of: addresses that are known only when the desk listens, and the keys of those who are paid. */
export type DeskFacts = {
  desk: string
  merchant: WeChatPaySandbox['merchant']
  virtualPay: VirtualPaySandbox['account']
  alipay: AlipaySandbox['seller']
  courier: TencentCloudSandbox['account']
  providers: ProviderApps
}

export type DeskOptions = {
  /** Everything the desk keeps is in this folder; only one desk may have it open. */
  dataDir: string
  /** 0 takes a free port. */
  port: number
  /** The built functions: `<name>/index.js` with `function.json` beside it. */
  functionsDir: string
  /** The built shop, served at `/`. */
  webDir?: string
  /** The built storefront, as it stands on the web away from WeChat, served at `/web/`. */
  storefrontDir?: string
  /** The panel's page, served at `/panel/`. */
  panelDir?: string
  /** The environment variables of every function, beside those of the cloud itself. */
  settings(facts: DeskFacts): Record<string, string>
  collections: Collections
  /** Remembers every read of a whole collection in `database.scans`, for tests. */
  strictIndexes?: boolean
  envId?: string
  appId?: string
  /** How many invocations may run at once, beside those called by one of them; more wait. */
  maxConcurrency?: number
  /** Where the shop takes WeChat's message pushes: a path of this desk, like `/http/messagePush`. */
  pushPath?: string
  /** Where QQ and Weibo send browsers back to, as the school registered it there. */
  returnUrl?(desk: string): string
  /** What a mini-program code of a page leads to on this desk. */
  codeAddress?(desk: string, page: string, scene: string): string
}

export type Desk = {
  url: string
  port: number
  clock: DeskClock
  faults: Faults
  functions: FunctionHost
  storage: StorageService
  weChat: WeChatService
  weChatPay: WeChatPaySandbox
  alipay: AlipaySandbox
  virtualPay: VirtualPaySandbox
  tencentCloud: TencentCloudSandbox
  identityProviders: IdentityProvidersSandbox
  database: Database
  timers: Timers
  close(): Promise<void>
}

const DEFAULT_ENV = 'desk-env'
const DEFAULT_APP = 'wx0000000000000000'
const BUCKET = '6465-desk-env-1300000000'

const pageAddress = (desk: string, page: string, scene: string): string =>
  `${desk}/#/${page}?${new URLSearchParams({ scene })}`

const storefrontAddress = (desk: string): string => `${desk}/web/`

type Services = Omit<Desk, 'url' | 'port' | 'close'>

/** What must be let go of again, last taken first: at the end, or when opening fails half way. */
function closers() {
  const taken: (() => Promise<void> | void)[] = []
  return {
    add: (close: () => Promise<void> | void) => void taken.push(close),
    async close() {
      for (let close = taken.pop(); close; close = taken.pop()) await close()
    },
  }
}

/** A clock whose offset is on disk before anything happens at the new time. */
function keptClock(kept: Records<number>): DeskClock {
  const clock = deskClock(kept.get('offsetMs') ?? 0)
  clock.onAdvance(() => kept.put('offsetMs', clock.offsetMs()))
  return clock
}

/** Every service over the data folder; `url` is where the desk already listens. */
async function openServices(
  options: DeskOptions,
  { url, driver, taken }: { url: string; driver: Driver; taken: ReturnType<typeof closers> },
): Promise<Services> {
  const {
    dataDir,
    collections,
    strictIndexes = false,
    codeAddress = pageAddress,
    returnUrl = storefrontAddress,
  } = options
  const { envId, appId } = namesOf(options)
  const clock = keptClock(records<number>(driver, 'clock'))
  const catalog = functionCatalog(options.functionsDir)
  const database = openDatabase({ file: join(dataDir, 'documents.sqlite'), clock, collections, strictIndexes })
  taken.add(database.close)
  const storage = await openStorage({
    driver,
    folder: join(dataDir, 'files'),
    picturesFolder: join(dataDir, 'pictures'),
    clock,
    envId,
    bucket: BUCKET,
    deskUrl: () => url,
  })
  const accounts = openAccounts(driver, clock.now)
  const identify = (request: DeskRequest) => accounts.identify(request)?.openid
  const weChatPay = weChatPaySandbox({ driver, clock, appid: appId, identify })
  taken.add(weChatPay.close)
  const alipay = alipaySandbox({ driver, clock })
  taken.add(alipay.close)
  const app = { sessions: sessionKeys(driver, clock), tokens: accessTokens(driver, clock, appId) }
  const pushUrl = options.pushPath && url + options.pushPath
  const virtualPay = virtualPaySandbox({ driver, clock, appid: appId, identify, ...app, pushUrl })
  taken.add(virtualPay.close)
  const tencentCloud = tencentCloudSandbox({ driver, clock })
  const identityProviders = identityProvidersSandbox({ driver, clock, returnUrl: returnUrl(url) })
  const functions = functionHost({
    catalog,
    clock,
    envId,
    appId,
    deskUrl: url,
    settings: options.settings({
      desk: url,
      merchant: weChatPay.merchant,
      virtualPay: virtualPay.account,
      alipay: alipay.seller,
      courier: tencentCloud.account,
      providers: identityProviders.apps,
    }),
    maxConcurrency: options.maxConcurrency,
  })
  taken.add(functions.close)
  const weChat = openWeChat({
    driver,
    clock,
    appId,
    accounts,
    ...app,
    invocations: functions.invocations,
    catalog,
    deskUrl: url,
    codeAddress: (page, scene) => codeAddress(url, page, scene),
  })
  const cron = timers({ host: functions, clock })
  taken.add(cron.close)
  return {
    clock,
    faults: faultDesk(),
    functions,
    storage,
    weChat,
    weChatPay,
    virtualPay,
    alipay,
    tencentCloud,
    identityProviders,
    database,
    timers: cron,
  }
}

const namesOf = ({ envId = DEFAULT_ENV, appId = DEFAULT_APP }: DeskOptions) => ({ envId, appId })

/** All doors of the desk: those of the cloud, those of WeChat, those the panel and tests use, and the sites. */
function doorsOf(services: Services, options: DeskOptions): Route[] {
  const { clock, faults, functions, storage, weChat, weChatPay, virtualPay, alipay, database } = services
  const { tencentCloud, identityProviders } = services
  const { webDir, storefrontDir, panelDir } = options
  const names = namesOf(options)
  const actions = { ...database.actions, ...storage.actions, ...weChat.actions, ...functionActions(functions) }
  const ways = [clientDoor(functions, weChat.accounts.identify), httpAccess(functions, names)]
  return [
    gateway({ actions, envId: names.envId, faults, invocations: functions.invocations }),
    ...underFaults(faults, 'functions', ways),
    ...underFaults(faults, 'storage', storage.routes),
    ...underFaults(faults, 'wechatPay', weChatPay.routes),
    ...underFaults(faults, 'alipay', alipay.routes),
    ...underFaults(faults, 'virtualPay', virtualPay.routes),
    ...underFaults(faults, 'tencentCloud', tencentCloud.routes),
    ...underFaults(faults, 'identityProviders', identityProviders.routes),
    ...weChat.routes,
    ...databaseRoutes(database),
    ...clockRoutes(clock),
    ...invocationRoutes(functions),
    ...timerRoutes(services.timers),
    ...faultRoutes(faults),
    ...overviewRoutes({ ...services, ...names }),
    ...nothingElseAt([
      '/admin',
      '/cloud/',
      '/desk/',
      '/storage/',
      '/wechat/',
      '/sns/',
      '/v3/',
      '/xpay/',
      '/cgi-bin/',
      '/virtualPay/',
      '/alipay/',
      '/tencentCloud/',
      '/qq/',
      '/weibo/',
    ]),
    ...(panelDir ? siteRoutes(panelDir, '/panel/') : []),
    ...(storefrontDir ? siteRoutes(storefrontDir, '/web/') : []),
    ...(webDir ? siteRoutes(webDir, '/') : []),
  ]
}

/**
 * Opens the cloud on this desk: one HTTP server, one process tree, one data folder. Whatever it has acknowledged is on
 * disk; opening the folder again, also after `kill -9`, goes on where it was. Throws when another desk has the folder.
 */
export async function openDesk(options: DeskOptions): Promise<Desk> {
  const taken = closers()
  try {
    await mkdir(options.dataDir, { recursive: true })
    taken.add(lockFolder(options.dataDir).release)
    const driver = openDriver(join(options.dataDir, 'desk.sqlite'))
    taken.add(driver.close)
    // The port is known before the doors are, because addresses are part of the functions' settings.
    let open: (doors: Route[]) => void = () => {}
    const doors = new Promise<Route[]>((resolve) => {
      open = resolve
    })
    const server = await listen(doors, options.port)
    taken.add(server.close)
    const url = `http://127.0.0.1:${server.port}`
    const services = await openServices(options, { url, driver, taken })
    open(guarded(doorsOf(services, options)))
    const close = async () => {
      await server.close() // nobody new comes in while the services go
      await taken.close()
    }
    return { url, port: server.port, ...services, close }
  } catch (error) {
    await taken.close()
    throw error
  }
}
