import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, open, readdir, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import type * as z from 'zod'
import { collections } from '../core/collections'
import { MoneySettings } from '../core/contract/moneySettings'
import { saveMoneySettings } from '../core/settings/moneySettings'
import { environmentOf as alipayEnvironment } from '../emulator/alipay/account'
import { type Desk, openDesk } from '../emulator/desk'
import { environmentOf as providersEnvironment } from '../emulator/identityProviders/account'
import { environmentOf as courierEnvironment } from '../emulator/tencentCloud/service'
import { environmentOf as virtualPayEnvironment } from '../emulator/virtualPay/account'
import { environmentOf } from '../emulator/wechatPay/merchant'
import { clock } from '../platform/clock'
import { ids } from '../platform/ids'
import { buildWeb } from '../web/build/build'
import { buildFunctions, root } from './build'
import { useDesk } from './cloud'
import { sayMistake } from './courseFolder/draft'
import { shortened } from './deploy/settings'

export const DEFAULT_PORT = 8700
export const ENV_ID = 'desk-env'
/** Where builds go: one run beside another (XINGTAN_DIST) does not pull the floor from under it. */
const dist = join(root, process.env.XINGTAN_DIST ?? 'dist')
export const built = {
  functions: join(dist, 'functions'),
  web: join(dist, 'web'),
  storefront: join(dist, 'webStorefront'),
  panel: join(root, 'emulator/panel/page'),
}

/** Where a desk shows the shop as it stands on the web, for people who are not in WeChat. */
export const STOREFRONT_PATH = '/web/'

/** Bundles the functions and compiles the shop, as a mini-program and as a storefront of this desk, side by side. */
export const buildAll = async (): Promise<void> => {
  const source = join(root, 'miniprogram')
  await Promise.all([
    buildFunctions(built.functions),
    buildWeb({ source, out: built.web }),
    // The desk's HTTP access and its mini-program stand at the same address, whatever its port.
    buildWeb({ source, out: built.storefront, api: '/http', phone: '/' }),
  ])
}

type Secrets = {
  SESSION_KEY: string
  CERTIFICATE_PRIVATE_KEY: string
  SEAL_KEY: string
  PERSONAL_KEYS: string
  BLIND_KEY: string
}

/** The school's own keys, made at the first start and kept with its data: certificates must stay verifiable. */
async function secretsIn(dataDir: string): Promise<Secrets> {
  const path = join(dataDir, 'secrets.json')
  const known: Partial<Secrets> = existsSync(path) ? JSON.parse(await readFile(path, 'utf8')) : {}
  const secrets: Secrets = {
    SESSION_KEY: known.SESSION_KEY ?? randomBytes(32).toString('hex'),
    CERTIFICATE_PRIVATE_KEY:
      known.CERTIFICATE_PRIVATE_KEY ??
      generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
    SEAL_KEY: known.SEAL_KEY ?? randomBytes(32).toString('hex'),
    PERSONAL_KEYS: known.PERSONAL_KEYS ?? `k1:${randomBytes(32).toString('hex')}`,
    BLIND_KEY: known.BLIND_KEY ?? randomBytes(32).toString('hex'),
  }
  if (Object.keys(known).length === Object.keys(secrets).length) return secrets
  const file = await open(`${path}.new`, 'w', 0o600)
  await file.writeFile(JSON.stringify(secrets, null, 2))
  await file.sync()
  await file.close()
  await rename(`${path}.new`, path)
  return secrets
}

/** Brings in every course of a school folder that the shop does not have yet. */
async function fillShelf(schoolDir: string, only?: string[]): Promise<void> {
  const { importCourse } = await import('./importCourse')
  const { store } = await import('../platform/cloudbase/store')
  const folders = await readdir(schoolDir, { withFileTypes: true })
  const isCourse = (name: string) => existsSync(join(schoolDir, name, 'course.md')) && (only?.includes(name) ?? true)
  for (const { name } of folders.filter((entry) => isCourse(entry.name))) {
    if (await store.get('courses', name)) continue
    const result = await importCourse(join(schoolDir, name))
    if ('mistakes' in result) throw new Error(`school/${name}:\n${result.mistakes.map(sayMistake).join('\n')}`)
  }
}

/** Ordinary WeChat Pay inside the mini-program, as a school may switch it on: what tests of that gateway live with. */
export const ORDINARY_PAY = { ways: { jsapi: true, virtualGoods: false, virtualCoins: false } }

async function takeMoney(money: z.input<typeof MoneySettings>): Promise<void> {
  const { store } = await import('../platform/cloudbase/store')
  if (await store.get('settings', 'money')) return
  await saveMoneySettings({ store, ids, clock }, MoneySettings.parse(money), 'desk')
}

/**
 * A whole shop on this desk, with the courses of `schoolDir` on its shelf. What it has acknowledged is in `dataDir`;
 * opening it again goes on from there. The functions and the web must be built (`buildAll`).
 */
export async function openShop(options: {
  dataDir: string
  /** 0 takes a free port. */
  port: number
  schoolDir?: string
  /** Only these folders of it. */
  courses?: string[]
  strictIndexes?: boolean
  /** Where the shop stands on the web, with a slash at its end, when that is not this desk. */
  shopUrl?: string
  /** How the school takes money, where it has not said so yet; the defaults follow WeChat's rules. */
  money?: z.input<typeof MoneySettings>
  /** Of WeChat's virtual payment: 1 is its sandbox, where items are for sale at once; only in 0 are there iPhones. */
  virtualPayEnv?: 0 | 1
  /** How many invocations run at once; the rest waits its turn. */
  maxConcurrency?: number
}): Promise<Desk> {
  const {
    dataDir,
    port,
    schoolDir = join(root, 'school'),
    courses,
    strictIndexes,
    shopUrl,
    money,
    virtualPayEnv = 1,
    maxConcurrency,
  } = options
  await mkdir(dataDir, { recursive: true })
  const secrets = await secretsIn(dataDir)
  const desk = await openDesk({
    dataDir,
    port,
    functionsDir: built.functions,
    webDir: built.web,
    storefrontDir: built.storefront,
    panelDir: built.panel,
    collections,
    strictIndexes,
    maxConcurrency,
    envId: ENV_ID,
    pushPath: '/http/virtualPayNotify',
    returnUrl: (url) => shopUrl ?? url + STOREFRONT_PATH,
    settings: ({ desk: url, merchant, virtualPay, alipay, courier, providers }) => ({
      // Keys as `deploy` gives them to functions.
      ...shortened(environmentOf(merchant, url, `${url}/http/payNotify`)),
      ...virtualPayEnvironment(virtualPay, url, { env: virtualPayEnv, sealKey: secrets.SEAL_KEY }),
      ...shortened(alipayEnvironment(alipay, url, `${url}/http/alipayNotify`)),
      ...courierEnvironment(courier, url),
      ...providersEnvironment(providers, url),
      SCHOOL_NAME: '杏坛',
      // Certificates and cashiers lead to where anybody may look, which is never inside WeChat.
      SHOP_URL: shopUrl ?? url + STOREFRONT_PATH,
      PAID_TEMPLATE_ID: 'desk-course-opened',
      SERVICE_TEMPLATE_ID: 'desk-service',
      NEWS_TEMPLATE_ID: 'desk-news',
      ...secrets,
    }),
  })
  useDesk(desk.url, ENV_ID)
  try {
    await fillShelf(schoolDir, courses)
    if (money) await takeMoney(money)
  } catch (error) {
    await desk.close()
    throw error
  }
  return desk
}
