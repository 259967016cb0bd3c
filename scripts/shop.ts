import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, open, readdir, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { collections } from '../core/collections'
import { type Desk, openDesk } from '../emulator/desk'
import { environmentOf } from '../emulator/wechatPay/merchant'
import { buildWeb } from '../web/build/build'
import { buildFunctions, root } from './build'
import { useDesk } from './cloud'
import { sayMistake } from './courseFolder/draft'

export const DEFAULT_PORT = 8700
export const ENV_ID = 'desk-env'
/** Where builds go: one run beside another (XINGTAN_DIST) does not pull the floor from under it. */
const dist = join(root, process.env.XINGTAN_DIST ?? 'dist')
export const built = {
  functions: join(dist, 'functions'),
  web: join(dist, 'web'),
  panel: join(root, 'emulator/panel/page'),
}

/** Bundles the functions and compiles the shop, side by side. */
export const buildAll = async (): Promise<void> => {
  await Promise.all([buildFunctions(built.functions), buildWeb({ source: join(root, 'miniprogram'), out: built.web })])
}

type Secrets = { SESSION_KEY: string; CERTIFICATE_PRIVATE_KEY: string }

/** The school's own keys, made at the first start and kept with its data: certificates must stay verifiable. */
async function secretsIn(dataDir: string): Promise<Secrets> {
  const path = join(dataDir, 'secrets.json')
  if (existsSync(path)) return JSON.parse(await readFile(path, 'utf8'))
  const secrets: Secrets = {
    SESSION_KEY: randomBytes(32).toString('hex'),
    CERTIFICATE_PRIVATE_KEY: generateKeyPairSync('ed25519')
      .privateKey.export({ format: 'pem', type: 'pkcs8' })
      .toString(),
  }
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
}): Promise<Desk> {
  const { dataDir, port, schoolDir = join(root, 'school'), courses, strictIndexes, shopUrl } = options
  await mkdir(dataDir, { recursive: true })
  const secrets = await secretsIn(dataDir)
  const desk = await openDesk({
    dataDir,
    port,
    functionsDir: built.functions,
    webDir: built.web,
    panelDir: built.panel,
    collections,
    strictIndexes,
    envId: ENV_ID,
    settings: ({ desk: url, merchant }) => ({
      ...environmentOf(merchant, url, `${url}/http/payNotify`),
      SCHOOL_NAME: '杏坛',
      SHOP_URL: shopUrl ?? `${url}/`,
      PAID_TEMPLATE_ID: 'desk-course-opened',
      ...secrets,
    }),
  })
  useDesk(desk.url, ENV_ID)
  try {
    await fillShelf(schoolDir, courses)
  } catch (error) {
    await desk.close()
    throw error
  }
  return desk
}
