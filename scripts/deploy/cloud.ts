import CloudBase from '@cloudbase/manager-node'
import * as z from 'zod'
import type { Index } from '../../core/collections'
import type { Found, FoundCollection, FoundFunction } from './plan'
import type { Account } from './settings'
import { descriptionOf, RULE, RUNTIME, type Wanted, type WantedFunction, type WantedSite } from './wanted'

/** The cloud as `deploy` sees it: one look, and one call for each kind of step. */
export interface Cloud {
  look(wanted: Wanted): Promise<Found>
  /** The address under which HTTP access answers, without a slash at its end. */
  httpAddress(): Promise<string>
  createFunction(one: WantedFunction): Promise<void>
  updateCode(one: WantedFunction): Promise<void>
  updateConfiguration(one: WantedFunction): Promise<void>
  createTrigger(functionName: string, trigger: WantedFunction['triggers'][number]): Promise<void>
  deleteTrigger(functionName: string, trigger: string): Promise<void>
  createCollection(name: string): Promise<void>
  setRule(collection: string): Promise<void>
  createIndex(collection: string, index: Index): Promise<void>
  dropIndex(collection: string, index: string): Promise<void>
  setStorageRule(): Promise<void>
  openHttp(): Promise<void>
  openPath(path: string, functionName: string): Promise<void>
  /** Resolves once static hosting answers; that takes minutes when it is switched on for the first time. */
  openSite(): Promise<void>
  /** index.html goes last, so that no page leads to a file that is not there yet. */
  uploadSite(files: WantedSite['files']): Promise<void>
  /** The address under which static hosting answers by itself, without a slash at its end; it must be on. */
  siteAddress(): Promise<string>
}

// The largest upload that may travel inside the request is 1.5 MB; above this it goes by way of file storage.
const INLINE_BYTES = 1024 * 1024
// What one page of these lists may hold.
const PAGE = 100
// Static hosting is made in the background, usually within three minutes.
const HOSTING_ASKED_EVERY_MS = 5000
const HOSTING_ASKED_TIMES = 120
const UPLOAD_TRIES_AGAIN = 3

// What is read of the answers. Fields that are absent when empty have their empty value as default.
const FunctionDetail = z.object({
  Runtime: z.string(),
  Timeout: z.number(),
  MemorySize: z.number(),
  Description: z.string().nullish(),
  Environment: z.object({ Variables: z.array(z.object({ Key: z.string(), Value: z.string() })).nullish() }).nullish(),
  Triggers: z.array(z.object({ TriggerName: z.string(), Type: z.string(), TriggerDesc: z.string() })).nullish(),
})
const Table = z.object({
  Indexes: z
    .array(
      z.object({
        Name: z.string(),
        Unique: z.boolean().nullish(),
        Keys: z.array(z.object({ Name: z.string(), Direction: z.string() })),
      }),
    )
    .nullish(),
})
const Acl = z.object({ AclTag: z.string().nullish() })
const Paths = z.object({
  APISet: z.array(z.object({ Path: z.string(), Name: z.string() })).nullish(),
  EnableService: z.boolean().nullish(),
})
const Hosting = z.array(z.object({ Status: z.string(), CdnDomain: z.string() })).nullish()
const SiteFiles = z.array(z.object({ Key: z.string(), ETag: z.string() }))
const Domain = z.object({ DefaultDomain: z.string().min(1) })

/** Tencent's cloud through its management SDK. */
export function tencentCloud(account: Account): Cloud {
  const manager = new CloudBase({
    envId: account.TCB_ENV_ID,
    secretId: account.TENCENTCLOUD_SECRETID,
    secretKey: account.TENCENTCLOUD_SECRETKEY,
    token: account.TENCENTCLOUD_SESSIONTOKEN,
    region: account.TENCENTCLOUD_REGION,
  })
  const { functions, database, storage, access, hosting } = manager
  const acl = (Action: string, Param: Record<string, string>) =>
    manager.commonService().call({ Action, Param: { EnvId: account.TCB_ENV_ID, ...Param } })

  async function findFunction(name: string): Promise<FoundFunction> {
    const detail = FunctionDetail.parse(await functions.getFunctionDetail(name))
    return {
      name,
      runtime: detail.Runtime,
      timeout: detail.Timeout,
      memory: detail.MemorySize,
      description: detail.Description ?? '',
      environment: Object.fromEntries((detail.Environment?.Variables ?? []).map(({ Key, Value }) => [Key, Value])),
      triggers: (detail.Triggers ?? [])
        .filter(({ Type }) => Type === 'timer')
        .map(({ TriggerName, TriggerDesc }) => ({ name: TriggerName, config: cronOf(TriggerDesc) })),
    }
  }

  async function findCollection(name: string): Promise<FoundCollection> {
    const table = Table.parse(await database.describeCollection(name))
    const rule = Acl.parse(await acl('DescribeDatabaseACL', { CollectionName: name }))
    return {
      name,
      rule: rule.AclTag ?? '',
      indexes: (table.Indexes ?? []).map(({ Name, Unique, Keys }) => ({
        name: Name,
        unique: Unique ?? false,
        fields: Keys.map((key) => [key.Name, key.Direction]),
      })),
    }
  }

  const website = async () => Hosting.parse(await hosting.getInfo())?.at(0)

  async function findSite(): Promise<Pick<Found, 'siteOpen' | 'siteFiles'>> {
    if ((await website())?.Status !== 'online') return { siteOpen: false, siteFiles: [] }
    const files = SiteFiles.parse(await hosting.listFiles())
    return {
      siteOpen: true,
      siteFiles: files.map(({ Key, ETag }) => ({ cloudPath: Key, md5: ETag.replaceAll('"', '') })),
    }
  }

  const asConfigured = (one: WantedFunction) => ({
    name: one.name,
    description: descriptionOf(one.hash),
    timeout: one.timeout,
    memorySize: one.memory,
    envVariables: one.environment,
    runtime: RUNTIME,
    handler: 'index.main',
    installDependency: true,
  })
  const asUploaded = (one: WantedFunction) => ({
    func: asConfigured(one),
    functionPath: one.folder,
    deployMode: one.bytes > INLINE_BYTES ? ('cos' as const) : ('zip' as const),
  })

  return {
    async look(wanted) {
      const theirs = await everyPage((offset) => functions.listFunctions(PAGE, offset), PAGE)
      const names = theirs.map(({ FunctionName = '' }) => FunctionName)
      const tables = await everyPage(
        async (offset) => (await database.listCollections({ MgoLimit: PAGE, MgoOffset: offset })).Collections,
        PAGE,
      )
      const collections = tables.map(({ CollectionName }) => CollectionName)
      const isOurs = (list: { name: string }[], name: string) => list.some((one) => one.name === name)
      const paths = Paths.parse(await access.getAccessList({ limit: PAGE, offset: 0 }))
      return {
        functions: await oneByOne(names, async (name) =>
          isOurs(wanted.functions, name) ? findFunction(name) : { ...NOT_OURS, name, triggers: [] },
        ),
        collections: await oneByOne(collections, async (name) =>
          isOurs(wanted.collections, name) ? findCollection(name) : { name, rule: '', indexes: [] },
        ),
        paths: (paths.APISet ?? []).map(({ Path, Name }) => ({ path: Path, functionName: Name })),
        httpOpen: paths.EnableService ?? false,
        storageRule: await storage.getStorageAcl(),
        ...(await findSite()),
      }
    },
    async httpAddress() {
      return `https://${Domain.parse(await access.getDomainList()).DefaultDomain}`
    },
    async createFunction(one) {
      await functions.createFunction(asUploaded(one))
    },
    async updateCode(one) {
      await functions.updateFunctionCode(asUploaded(one))
      await functions.waitFunctionActive(one.name)
    },
    async updateConfiguration(one) {
      await functions.updateFunctionConfig(asConfigured(one))
      await functions.waitFunctionActive(one.name)
    },
    async createTrigger(functionName, trigger) {
      await functions.createFunctionTriggers(functionName, [{ ...trigger, type: 'timer' }])
    },
    async deleteTrigger(functionName, trigger) {
      await functions.deleteFunctionTrigger(functionName, trigger)
    },
    async createCollection(name) {
      await database.createCollection(name)
    },
    async setRule(collection) {
      await acl('ModifyDatabaseACL', { CollectionName: collection, AclTag: RULE })
    },
    async createIndex(collection, { name, fields, unique }) {
      const MgoIndexKeys = Object.entries(fields).map(([field, direction]) => ({
        Name: field,
        Direction: String(direction),
      }))
      const MgoKeySchema = { MgoIndexKeys, MgoIsUnique: unique ?? false }
      await database.updateCollection(collection, { CreateIndexes: [{ IndexName: name, MgoKeySchema }] })
    },
    async dropIndex(collection, index) {
      await database.updateCollection(collection, { DropIndexes: [{ IndexName: index }] })
    },
    async setStorageRule() {
      await storage.setStorageAcl(RULE)
    },
    async openHttp() {
      await access.switchAuth(true)
    },
    async openPath(path, functionName) {
      await access.createAccess({ path, name: functionName })
    },
    async openSite() {
      const status = (await website())?.Status
      // A switch that is under way already must not be pressed again.
      if (status === undefined || status === 'offline') await hosting.enableService()
      for (let asked = 0; asked < HOSTING_ASKED_TIMES; asked++) {
        if ((await website())?.Status === 'online') return
        await new Promise((resolve) => setTimeout(resolve, HOSTING_ASKED_EVERY_MS))
      }
      throw new Error('static hosting is still being made; look in the console, then deploy again')
    },
    async uploadSite(files) {
      const isEntry = ({ cloudPath }: { cloudPath: string }) => /(^|\/)index\.html$/.test(cloudPath)
      for (const some of [files.filter((one) => !isEntry(one)), files.filter(isEntry)]) {
        if (some.length > 0)
          await hosting.uploadFiles({
            files: some.map(({ localPath, cloudPath }) => ({ localPath, cloudPath })),
            retryCount: UPLOAD_TRIES_AGAIN,
          })
      }
    },
    async siteAddress() {
      return `https://${z.object({ CdnDomain: z.string().min(1) }).parse(await website()).CdnDomain}`
    },
  }
}

const NOT_OURS = { runtime: '', timeout: 0, memory: 0, description: '', environment: {} }

/** A timer's seven fields; the service answers them bare or as `{"cron":"…"}`. */
function cronOf(description: string): string {
  if (!description.startsWith('{')) return description
  return z.object({ cron: z.string() }).parse(JSON.parse(description)).cron
}

async function everyPage<T>(read: (offset: number) => Promise<T[]>, size: number): Promise<T[]> {
  const all: T[] = []
  for (;;) {
    const page = await read(all.length)
    all.push(...page)
    if (page.length < size) return all
  }
}

// The management interface allows some twenty requests a second; one after another stays well below.
async function oneByOne<A, B>(items: A[], ask: (item: A) => Promise<B>): Promise<B[]> {
  const answers: B[] = []
  for (const item of items) answers.push(await ask(item))
  return answers
}
