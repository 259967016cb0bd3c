import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A function as a test writes it: plain CommonJS, and its function.json if it has one. */
export type TestFunction = { code: string; config?: Record<string, unknown> }

export const MODULES = join(__dirname, '..', '..', 'node_modules')

/** A folder of this test's own; `remove` takes it away again. */
export function temporaryFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'desk-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

/** Puts functions on disk as the build leaves them. */
export function writeFunctions(folder: string, functions: Record<string, TestFunction>): void {
  for (const [name, { code, config }] of Object.entries(functions)) {
    mkdirSync(join(folder, name), { recursive: true })
    writeFileSync(join(folder, name, 'index.js'), code)
    if (config) writeFileSync(join(folder, name, 'function.json'), JSON.stringify(config))
  }
}

const WX = "const cloud = require('wx-server-sdk'); cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV });"

/** The small shop of the emulator's own tests; every function uses the real SDKs. */
export const SHOP: Record<string, TestFunction> = {
  /** Reads who calls, goes to the database and back, reads again: with mixed identities the two would differ. */
  whoAmI: {
    code: `${WX}
const db = cloud.database()
exports.main = async (event) => {
  const before = cloud.getWXContext()
  await db.collection('visits').add({ data: { by: before.OPENID ?? null, n: event.n ?? 0 } })
  const after = cloud.getWXContext()
  console.log('seen', after.OPENID)
  return { before: before.OPENID, after: after.OPENID, source: after.SOURCE, echo: event }
}`,
    config: { timeout: 10, memory: 256 },
  },
  /** Asks another function by the SDK's callFunction and tells what came back. */
  ask: {
    code: `${WX}
exports.main = async ({ name, data }) => {
  try { return { result: (await cloud.callFunction({ name, data })).result } }
  catch ({ errCode, code, errMsg }) { return { errCode, code, errMsg } }
}`,
    config: { timeout: 10, memory: 256 },
  },
  slow: { code: 'exports.main = ({ spin }) => { while (spin); return new Promise(() => {}) }', config: { timeout: 1 } },
  throws: {
    code: "exports.main = async () => { console.error('about to fail'); throw new TypeError('no such lesson') }",
  },
  dies: { code: 'exports.main = () => process.exit(7)' },
  broken: { code: "throw new Error('cannot even load')" },
  greedy: {
    code: `const kept = []
exports.main = async () => { for (;;) { kept.push(Buffer.alloc(8 << 20, 1)); await new Promise((r) => setTimeout(r, 5)) } }`,
    config: { timeout: 20, memory: 64 },
  },
  large: { code: "exports.main = ({ bytes }) => 'x'.repeat(bytes)" },
  /** Answers at once and works on; what it does afterwards must still be done as the same caller. */
  later: {
    code: `${WX}
let runs = 0
exports.main = (event, context) => {
  const work = new Promise((resolve) => setTimeout(resolve, 60)).then(async () => {
    await cloud.database().collection('visits').add({ data: { by: cloud.getWXContext().OPENID, late: true } })
  })
  if (event.named) context.afterwards.push(work)
  return { pid: process.pid, runs: ++runs }
}`,
    config: { timeout: 5 },
  },
  outside: {
    code: `exports.main = async () => {
  const tried = {}
  tried.fetch = await fetch('https://api.mch.weixin.qq.com/v3').catch((e) => e.cause.message)
  tried.http = await new Promise((resolve) => require('node:http').get('http://10.0.0.1:81/').on('error', (e) => resolve(e.message)))
  tried.name = await require('node:dns').promises.lookup('weixin.qq.com').catch((e) => e.code)
  return tried
}`,
  },
  clock: {
    code: 'exports.main = () => ({ now: Date.now(), iso: new Date().toISOString(), fixed: new Date(0).toISOString(), is: new Date() instanceof Date })',
  },
  files: {
    code: `const tcb = require('@cloudbase/node-sdk')
const app = tcb.init({ env: tcb.SYMBOL_CURRENT_ENV })
exports.main = async ({ put, path, link, maxAge, get, remove }) => {
  if (put !== undefined) return app.uploadFile({ cloudPath: path, fileContent: Buffer.from(put) })
  if (link) return app.getTempFileURL({ fileList: [{ fileID: link, maxAge }] })
  if (get) return (await app.downloadFile({ fileID: get })).fileContent.toString()
  return app.deleteFile({ fileList: [remove] })
}`,
    config: { timeout: 10 },
  },
  openapi: {
    code: `${WX}
exports.main = async ({ api, args }) => {
  try {
    const [group, name] = api.split('.')
    const { buffer, ...rest } = await cloud.openapi[group][name](args)
    return buffer ? { ...rest, head: buffer.subarray(0, 8).toString('latin1'), bytes: buffer.length } : rest
  } catch ({ errCode }) { return { errCode } }
}`,
    config: {
      permissions: {
        openapi: ['subscribeMessage.send', 'wxacode.getUnlimited', 'security.msgSecCheck', 'nothing.likeThis'],
      },
    },
  },
  unpermitted: {
    code: `${WX}
exports.main = () => cloud.openapi.security.msgSecCheck({ content: '你好' }).catch(({ errCode }) => ({ errCode }))`,
  },
  hook: {
    code: `${WX}
exports.main = async (event) => {
  if (event.queryStringParameters.as === 'integration')
    return { statusCode: 201, headers: { 'X-Kept': 'yes', 'content-type': 'image/png' }, isBase64Encoded: true, body: Buffer.from([1, 2, 3]).toString('base64') }
  if (event.queryStringParameters.as === 'text') return 'plain'
  if (event.queryStringParameters.as === 'throw') throw new Error('not now')
  const { path, httpMethod, headers, body, isBase64Encoded, queryStringParameters } = event
  return { path, httpMethod, signature: headers['wechatpay-signature'], body, isBase64Encoded, queryStringParameters, openid: cloud.getWXContext().OPENID ?? process.env.WX_OPENID ?? null }
}`,
    config: { http: '/hook' },
  },
  /** Called by its timer; leaves a mark that tells who it was. */
  sweep: {
    code: `${WX}
exports.main = async (event) => {
  await cloud.database().collection('visits').add({ data: { sweep: event, openid: cloud.getWXContext().OPENID ?? null, source: process.env.TRIGGER_SRC } })
}`,
    config: { triggers: [{ name: 'everyHour', type: 'timer', config: '0 0 */1 * * * *' }] },
  },
}
