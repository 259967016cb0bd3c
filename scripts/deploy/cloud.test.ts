import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type Cloud, tencentCloud } from './cloud'
import { execute } from './execute'
import { planDeployment } from './plan'
import { PAY_NOTIFY, SWEEP, wantedOf } from './school.fixture'
import type { Bundle, Wanted, WantedSite } from './wanted'

/**
 * The real management SDK speaks to a small service on this desk that keeps what it is told. The SDK fixes its hosts,
 * so their address alone is replaced; its requests and our reading of the answers are what is deployed with. What the
 * service answers follows Tencent's documentation; it was not compared with the cloud.
 */

// The file inside the package that knows the hosts; the package has no types for it.
const constants: { COS_SDK_PROTOCOL: string | undefined } = require('@cloudbase/manager-node/lib/constant')
const {
  CloudService,
}: { CloudService: { prototype: { baseUrl: string } } } = require('@cloudbase/manager-node/lib/utils')

type Body = Record<string, unknown>
interface Table {
  TableName: string
  AclTag: string
  Indexes: { Name: string; Unique: boolean; Keys: { Name: string; Direction: string }[] }[]
}

const ENVIRONMENT = {
  EnvId: 'school-1g2h3j4k',
  Databases: [{ InstanceId: 'tnt-1', Status: 'RUNNING', Region: 'ap-shanghai' }],
  Storages: [{ Bucket: 'school-1250000000', Region: 'ap-shanghai', AppId: '1250000000' }],
  Functions: [{ Namespace: 'school-1g2h3j4k', Region: 'ap-shanghai' }],
  LogServices: [{ LogsetId: 'set', TopicId: 'topic' }],
}
const WEBSITE = {
  EnvId: ENVIRONMENT.EnvId,
  CdnDomain: 'school-1g2h3j4k-1250000000.tcloudbaseapp.com',
  Bucket: 'static-school-1250000000',
  Regoin: 'ap-shanghai', // as Tencent spells it
}
const ACCOUNT = {
  TCB_ENV_ID: ENVIRONMENT.EnvId,
  TENCENTCLOUD_SECRETID: 'AKIDexampleexample',
  TENCENTCLOUD_SECRETKEY: 'example-secret-key',
  TENCENTCLOUD_REGION: 'ap-shanghai',
}

/** What the cloud holds, and every action that changed it. */
function desk() {
  const functions = new Map<string, Body>()
  const tables = new Map<string, Table>()
  const paths: { Path: string; Name: string }[] = []
  const changes: string[] = []
  const state = { httpOpen: false, storageRule: 'PRIVATE', hosting: '' }
  const site = new Map<string, string>()

  const named = (body: Body) => functions.get(String(body.FunctionName)) ?? {}
  const table = (body: Body): Table => tables.get(String(body.TableName ?? body.CollectionName)) ?? missing()
  const actions: Record<string, (body: Body) => Body> = {
    DescribeEnvInfo: () => ({ EnvInfo: { EnvBaseInfo: ENVIRONMENT, UserInfo: { AppId: '1250000000' } } }),
    ListFunctions: () => ({ Functions: [...functions.keys()].map((FunctionName) => ({ FunctionName })) }),
    GetFunction: (body) => ({ Status: 'Active', ...named(body) }),
    CreateFunction(body) {
      functions.set(String(body.FunctionName), { ...body, Triggers: [] })
      return {}
    },
    UpdateFunctionCode(body) {
      named(body).Code = body.Code
      return {}
    },
    UpdateFunctionConfiguration(body) {
      Object.assign(named(body), body)
      return {}
    },
    BatchCreateTrigger(body) {
      const triggers: { TriggerName: string; Type: string; TriggerDesc: string }[] = JSON.parse(String(body.Triggers))
      // The service answers the seven fields wrapped.
      named(body).Triggers = triggers.map((one) => ({ ...one, TriggerDesc: JSON.stringify({ cron: one.TriggerDesc }) }))
      return {}
    },
    DeleteTrigger(body) {
      named(body).Triggers = []
      return {}
    },
    ListTables: () => ({ Tables: tables.size === 0 ? null : [...tables.values()] }),
    DescribeTable: (body) => ({ Indexes: table(body).Indexes }),
    CreateTable(body) {
      tables.set(String(body.TableName), { TableName: String(body.TableName), AclTag: 'PRIVATE', Indexes: [] })
      return {}
    },
    UpdateTable(body) {
      const { CreateIndexes = [], DropIndexes = [] } = body as {
        CreateIndexes?: {
          IndexName: string
          MgoKeySchema: { MgoIndexKeys: Table['Indexes'][number]['Keys']; MgoIsUnique: boolean }
        }[]
        DropIndexes?: { IndexName: string }[]
      }
      const kept = table(body).Indexes.filter(({ Name }) => !DropIndexes.some(({ IndexName }) => IndexName === Name))
      const made = CreateIndexes.map(({ IndexName, MgoKeySchema }) => ({
        Name: IndexName,
        Unique: MgoKeySchema.MgoIsUnique,
        Keys: MgoKeySchema.MgoIndexKeys,
      }))
      table(body).Indexes = [...kept, ...made]
      return {}
    },
    DescribeDatabaseACL: (body) => ({ AclTag: table(body).AclTag }),
    ModifyDatabaseACL(body) {
      table(body).AclTag = String(body.AclTag)
      return {}
    },
    DescribeStorageSafeRule: () => ({ AclTag: state.storageRule }),
    ModifyStorageSafeRule(body) {
      state.storageRule = String(body.AclTag)
      return {}
    },
    DescribeCloudBaseGWAPI: () => ({ APISet: paths, EnableService: state.httpOpen }),
    DescribeCloudBaseGWService: () => ({ DefaultDomain: 'school-1250000000.ap-shanghai.app.tcloudbase.com' }),
    ModifyCloudBaseGWPrivilege(body) {
      state.httpOpen = body.EnableService === true
      return {}
    },
    DescribeStaticStore: () => ({
      Data: state.hosting === '' ? null : [{ ...WEBSITE, Status: state.hosting }],
    }),
    CreateStaticStore() {
      state.hosting = 'online'
      return { Result: 'succ' }
    },
    CreateCloudBaseGWAPI(body) {
      paths.push({ Path: String(body.Path), Name: String(body.Name) })
      return {}
    },
  }
  const answer = (action: string, body: Body): Body => {
    const perform = actions[action]
    if (!perform) return { Error: { Code: 'InvalidAction', Message: `${action} is not kept on this desk` } }
    if (/^(Create|Update|Modify|Delete|Batch)/.test(action)) changes.push(action)
    return perform(body)
  }
  /** File storage, where static hosting keeps its files: it lists them in XML, with their MD5 sums as ETags. */
  function stored({ method, url = '' }: IncomingMessage, content: Buffer): { etag?: string; body: string } {
    const { hostname, pathname } = new URL(url)
    if (hostname !== `${WEBSITE.Bucket}.cos.ap-shanghai.tencentcos.cn`) throw new Error(`no bucket at ${hostname}`)
    if (method === 'PUT') {
      const etag = `"${createHash('md5').update(content).digest('hex')}"`
      site.set(pathname.slice(1), etag)
      changes.push(`PUT ${pathname}`)
      return { etag, body: '' }
    }
    const rows = [...site].map(([key, etag]) => `<Contents><Key>${key}</Key><ETag>${etag}</ETag></Contents>`)
    return { body: `<ListBucketResult><IsTruncated>false</IsTruncated>${rows.join('')}</ListBucketResult>` }
  }
  return { functions, changes, answer, stored }
}

function missing(): never {
  throw new Error('asked for a table that is not there')
}

let service: Server
let held: ReturnType<typeof desk>
let cloud: Cloud
let folder: string
const PROXY = process.env.http_proxy

beforeEach(async () => {
  held = desk()
  folder = mkdtempSync(join(tmpdir(), 'deploy-'))
  delete process.env.http_proxy
  service = createServer(async (request, response) => {
    const pieces: Buffer[] = []
    for await (const piece of request) pieces.push(piece)
    const content = Buffer.concat(pieces)
    if (request.url?.startsWith('http:')) {
      const { etag, body } = held.stored(request, content)
      response.writeHead(200, { 'content-type': 'application/xml', ...(etag && { etag }) }).end(body)
      return
    }
    const Response = held.answer(String(request.headers['x-tc-action']), JSON.parse(content.toString()))
    response.end(JSON.stringify({ Response: { RequestId: '1', ...Response } }))
  })
  await new Promise<void>((listening) => service.listen(0, '127.0.0.1', listening))
  const { port } = service.address() as AddressInfo
  jest.spyOn(CloudService.prototype, 'baseUrl', 'get').mockReturnValue(`http://127.0.0.1:${port}`)
  // File storage has hosts of its own; the SDK lets them be reached over a proxy, which is this service.
  jest.replaceProperty(constants, 'COS_SDK_PROTOCOL', 'http')
  process.env.TCB_COS_PROXY = `http://127.0.0.1:${port}`
  cloud = tencentCloud(ACCOUNT)
})

afterEach(() => {
  jest.restoreAllMocks()
  delete process.env.TCB_COS_PROXY
  service.close()
  service.closeAllConnections()
  rmSync(folder, { recursive: true })
  if (PROXY !== undefined) process.env.http_proxy = PROXY
})

/** The bundle with its files on disk, as `deploy` builds it. */
function built(bundle: Bundle): Bundle {
  const place = join(folder, bundle.name)
  for (const { name, content } of bundle.files) {
    mkdirSync(dirname(join(place, name)), { recursive: true })
    writeFileSync(join(place, name), content)
  }
  return { ...bundle, folder: place }
}

/** The storefront with its files on disk. */
function siteOf(files: Record<string, string>): WantedSite {
  return {
    files: Object.entries(files).map(([cloudPath, content]) => {
      const localPath = join(folder, cloudPath)
      mkdirSync(dirname(localPath), { recursive: true })
      writeFileSync(localPath, content)
      return { localPath, cloudPath, md5: createHash('md5').update(content).digest('hex'), bytes: content.length }
    }),
  }
}

async function deploy(wanted: Wanted) {
  held.changes.length = 0
  const plan = planDeployment(wanted, await cloud.look(wanted))
  await execute(plan, wanted, cloud, () => undefined)
  return [...held.changes]
}

test('an empty environment is filled once; the second time nothing is done; changed code goes up alone', async () => {
  const said = jest.spyOn(console, 'log').mockImplementation(() => undefined)
  const whole = { ...SWEEP, functionJson: { ...SWEEP.functionJson, http: '/sweep' } }
  const site = siteOf({ 'index.html': '<html></html>' })
  const wanted = { ...wantedOf(built(whole)), site }

  expect(await deploy(wanted)).toEqual([
    'CreateTable',
    'ModifyDatabaseACL',
    'CreateTable',
    'ModifyDatabaseACL',
    'UpdateTable',
    'ModifyStorageSafeRule',
    'CreateFunction',
    'BatchCreateTrigger',
    'ModifyCloudBaseGWPrivilege',
    'CreateCloudBaseGWAPI',
    'CreateStaticStore',
    'PUT /index.html',
  ])
  expect(await deploy(wanted)).toEqual([])

  const changed = { ...whole, files: [{ name: 'index.js', content: 'exports.main=()=>[process.env.SHOP_URL]' }] }
  const next = { ...wantedOf(built(changed)), site }
  expect(await deploy(next)).toEqual(['UpdateFunctionCode', 'UpdateFunctionConfiguration'])
  expect(await deploy(next)).toEqual([])
  expect(said).toHaveBeenCalled()
})

test('a function is created with its runtime, limits and settings, its hash in the description and its code inside', async () => {
  jest.spyOn(console, 'log').mockImplementation(() => undefined)
  const { functions } = wantedOf(built(PAY_NOTIFY))
  const [one] = functions
  if (!one) throw new Error('one function is wanted')
  await cloud.createFunction(one)

  const { Code, ...stored } = held.functions.get('payNotify') ?? {}
  expect(stored).toEqual({
    FunctionName: 'payNotify',
    Namespace: 'school-1g2h3j4k',
    Description: `xingtan ${one.hash}`,
    Runtime: 'Nodejs20.19',
    Handler: 'index.main',
    Timeout: 10,
    MemorySize: 256,
    InstallDependency: 'TRUE',
    Environment: {
      Variables: [
        { Key: 'SHOP_URL', Value: 'https://school.example.cn/' },
        { Key: 'WECHATPAY_MCHID', Value: '1900000001' },
      ],
    },
    Role: 'TCB_QcsRole',
    Stamp: 'MINI_QCBASE',
    ClsLogsetId: 'set',
    ClsTopicId: 'topic',
    Triggers: [],
  })
  expect(
    Buffer.from((Code as { ZipFile: string }).ZipFile, 'base64')
      .subarray(0, 2)
      .toString(),
  ).toBe('PK')
})

test('a changed storefront goes up file by file, its entrance last, and is found again by its sums', async () => {
  jest.spyOn(console, 'log').mockImplementation(() => undefined)
  const first = siteOf({ 'index.html': '<html>1</html>', 'js/app-1.js': 'one', 'app-1.css': 'a{}' })
  await deploy({ ...wantedOf(), site: first })
  expect(await cloud.siteAddress()).toBe('https://school-1g2h3j4k-1250000000.tcloudbaseapp.com')

  const second = siteOf({ 'index.html': '<html>2</html>', 'js/app-2.js': 'two', 'app-1.css': 'a{}' })
  expect(await deploy({ ...wantedOf(), site: second })).toEqual(['PUT /js/app-2.js', 'PUT /index.html'])
  expect(await deploy({ ...wantedOf(), site: second })).toEqual([])
})

test('the address of notices is the environment’s own', async () => {
  expect(await cloud.httpAddress()).toBe('https://school-1250000000.ap-shanghai.app.tcloudbase.com')
})

test('a step that the cloud refuses stops the rest and says why', async () => {
  const wanted = wantedOf()
  const plan = planDeployment(wanted, await cloud.look(wanted))
  held.answer = () => ({ Error: { Code: 'LimitExceeded', Message: 'too many tables' } })
  await expect(execute(plan, wanted, cloud, () => undefined)).rejects.toThrow('too many tables')
})

test('a plan with a refusal is not begun', async () => {
  const plan = {
    steps: [{ do: 'setStorageRule' as const }],
    unchanged: [],
    leftAlone: [],
    refusals: ['the path is taken'],
  }
  await expect(execute(plan, wantedOf(), cloud, () => undefined)).rejects.toThrow('the path is taken')
  expect(held.changes).toEqual([])
})
