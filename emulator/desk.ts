import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type DeskClock, deskClock } from './clock'
import { openDriver } from './database/driver'
import { type Collections, type Database, openDatabase } from './database/service'
import { clockRoutes, databaseRoutes, invocationRoutes, timerRoutes } from './deskRoutes'
import { type Faults, faultDesk, faultRoutes, underFaults } from './faults'
import { httpAccess } from './functions/access'
import { functionActions } from './functions/actions'
import { functionCatalog } from './functions/catalog'
import { clientDoor } from './functions/door'
import { type FunctionHost, functionHost } from './functions/host'
import { gateway } from './gateway'
import { listen, nothingElseAt, type Route } from './http'
import { lockFolder } from './lock'
import { records } from './records'
import { siteRoutes } from './site'
import { openStorage, type StorageService } from './storage/service'
import { type Timers, timers } from './timers/timers'
import { openWeChat, type WeChatService } from './wechat/service'
import { type WeChatPaySandbox, weChatPaySandbox } from './wechatPay/service'

/** What a shop's settings may be made of: addresses that are known only when the desk listens, and the pay merchant's keys. */
export type DeskFacts = { desk: string; merchant: WeChatPaySandbox['merchant'] }

export type DeskOptions = {
  /** Everything the desk keeps is in this folder; only one desk may have it open. */
  dataDir: string
  /** 0 takes a free port. */
  port: number
  /** The built functions: `<name>/index.js` with `function.json` beside it. */
  functionsDir: string
  /** The built shop, served at `/`. */
  webDir?: string
  /** The built panel, served at `/panel/`. */
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
  database: Database
  timers: Timers
  close(): Promise<void>
}

const DEFAULT_ENV = 'desk-env'
const DEFAULT_APP = 'wx0000000000000000'
const BUCKET = '6465-desk-env-1300000000'

const pageAddress = (desk: string, page: string, scene: string): string =>
  `${desk}/#/${page}?${new URLSearchParams({ scene })}`

/**
 * Opens the cloud on this desk: one HTTP server, one process tree, one data folder. Whatever it has acknowledged is on
 * disk; opening the folder again, also after `kill -9`, goes on where it was. Throws when another desk has the folder.
 */
export async function openDesk(options: DeskOptions): Promise<Desk> {
  const { dataDir, functionsDir, webDir, panelDir, collections, strictIndexes = false } = options
  const { envId = DEFAULT_ENV, appId = DEFAULT_APP, codeAddress = pageAddress } = options
  await mkdir(dataDir, { recursive: true })
  const lock = lockFolder(dataDir)
  const driver = openDriver(join(dataDir, 'desk.sqlite'))
  const clock = keptClock(records<number>(driver, 'clock'))
  const faults = faultDesk()

  // The port is known before the doors are, because addresses are part of the functions' settings.
  const routes: Route[] = []
  const server = await listen(routes, options.port).catch((error) => {
    driver.close()
    lock.release()
    throw error
  })
  const url = `http://127.0.0.1:${server.port}`

  const catalog = functionCatalog(functionsDir)
  const database = openDatabase({ file: join(dataDir, 'documents.sqlite'), clock, collections, strictIndexes })
  const storage = await openStorage({
    driver,
    folder: join(dataDir, 'files'),
    clock,
    envId,
    bucket: BUCKET,
    deskUrl: () => url,
  })
  const weChatPay = weChatPaySandbox({ driver, clock, appid: appId, identify: (request) => weChat.identify(request) })
  const functions = functionHost({
    catalog,
    clock,
    envId,
    appId,
    deskUrl: url,
    settings: options.settings({ desk: url, merchant: weChatPay.merchant }),
    maxConcurrency: options.maxConcurrency,
  })
  const weChat = openWeChat({
    driver,
    clock,
    appId,
    invocations: functions.invocations,
    catalog,
    codeAddress: (page, scene) => codeAddress(url, page, scene),
  })
  const cron = timers({ host: functions, clock })

  routes.push(
    gateway({
      actions: { ...database.actions, ...storage.actions, ...weChat.actions, ...functionActions(functions) },
      envId,
      faults,
      invocations: functions.invocations,
    }),
    ...underFaults(faults, 'functions', [
      clientDoor(functions, weChat.accounts.identify),
      httpAccess(functions, { envId, appId }),
    ]),
    ...underFaults(faults, 'storage', storage.routes),
    ...underFaults(faults, 'wechatPay', weChatPay.routes),
    ...weChat.routes,
    ...databaseRoutes(database),
    ...clockRoutes(clock),
    ...invocationRoutes(functions),
    ...timerRoutes(cron),
    ...faultRoutes(faults),
    ...nothingElseAt(['/admin', '/cloud/', '/desk/', '/storage/', '/wechat/', '/sns/', '/v3/']),
    ...(panelDir ? siteRoutes(panelDir, '/panel/') : []),
    ...(webDir ? siteRoutes(webDir, '/') : []),
  )

  return {
    url,
    port: server.port,
    clock,
    faults,
    functions,
    storage,
    weChat,
    weChatPay,
    database,
    timers: cron,
    async close() {
      cron.close()
      await server.close()
      await functions.close()
      await weChatPay.close()
      database.close()
      driver.close()
      lock.release()
    },
  }
}

/** A clock whose offset is on disk before anything happens at the new time. */
function keptClock(kept: ReturnType<typeof records<number>>): DeskClock {
  const clock = deskClock(kept.get('offsetMs') ?? 0)
  clock.onAdvance(() => kept.put('offsetMs', clock.offsetMs()))
  return clock
}
