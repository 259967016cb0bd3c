import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type DeskReply, type DeskRequest, json, listen, type Route } from '../../emulator/http'
import { siteRoutes } from '../../emulator/site'

export const XIAOMEI = { openid: 'o-xiaomei', nickname: '小梅', colour: '#C8553D' }
export const LAOZHOU = { openid: 'o-laozhou', nickname: '老周', colour: '#3E6B89' }
export const BILL = {
  outTradeNo: 'bill-1',
  fen: 19900,
  description: '春日写作课',
  merchantName: '杏坛书院',
  expiresAt: '2026-11-21T04:00:00.000Z',
}
export const OFFER = {
  outBillNo: 'WD01',
  fen: 5000,
  remark: '十一月的推广佣金',
  merchantName: '杏坛书院',
  expiresAt: '2026-11-22T04:00:00.000Z',
}

const MEDIA = join(__dirname, 'kitchen/media')

/** Media as storage serves it: with ranges, so that a player may seek. */
function media({ url, headers }: DeskRequest): DeskReply {
  const name = url.pathname.split('/').pop() ?? ''
  const bytes = readFileSync(join(MEDIA, name))
  const type = name.endsWith('.webm') ? 'video/webm' : 'audio/mpeg'
  const start = Number(headers.range?.match(/bytes=(\d+)/)?.[1] ?? 0)
  return {
    status: headers.range ? 206 : 200,
    headers: {
      'content-type': type,
      'accept-ranges': 'bytes',
      'content-length': String(bytes.length - start),
      ...(headers.range ? { 'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}` } : {}),
    },
    body: bytes.subarray(start),
  }
}

/** What the desk was told, in order, and what it answers next. */
export type KitchenDesk = {
  url: string
  told: { path: string; body: unknown; session: string | undefined }[]
  /** Sessions in force; a request with another is refused with 401. */
  sessions: Set<string>
  /** When set, the cashier refuses with these words. */
  refusal: string | null
  close(): Promise<void>
}

/** A small desk for the kitchen's pages: the site, two WeChat users, a cashier, one function. */
export async function openKitchenDesk(site: string): Promise<KitchenDesk> {
  const desk: KitchenDesk = { url: '', told: [], sessions: new Set(), refusal: null, close: async () => {} }

  const post = (path: string, answer: (body: never) => DeskReply): Route => ({
    method: 'POST',
    path,
    handle({ url, headers, body }) {
      const given = JSON.parse(body.toString('utf8'))
      const session = headers['x-wechat-session']
      desk.told.push({ path: url.pathname, body: given, session })
      if (path !== '/wechat/session' && !desk.sessions.has(session ?? '')) return json({ code: 'NO_SESSION' }, 401)
      return answer(given as never)
    },
  })
  const cashier = (answer: object) => () =>
    desk.refusal ? json({ code: 'ORDER_CLOSED', message: desk.refusal }, 400) : json(answer)

  const server = await listen(
    [
      ...siteRoutes(site, '/'),
      { method: 'GET', path: '/media/', handle: media },
      { method: 'GET', path: '/wechat/accounts', handle: () => json({ accounts: [XIAOMEI, LAOZHOU] }) },
      post('/wechat/session', ({ openid }: { openid: string }) => {
        desk.sessions.add(`session of ${openid}`)
        return json({ session: `session of ${openid}` })
      }),
      post('/wechat/login', () => json({ code: 'code-1' })),
      post('/wechat/subscribe', () => json({})),
      post('/wechatPay/cashier', cashier(BILL)),
      post('/wechatPay/cashier/confirm', cashier({ ...BILL, transactionId: 't-1' })),
      post('/virtualPay/cashier', cashier({ ...BILL, token: 'once' })),
      post('/virtualPay/cashier/confirm', cashier({ ...BILL, transactionId: 't-2' })),
      post('/wechatPay/transfer', cashier(OFFER)),
      post('/wechatPay/transfer/confirm', cashier(OFFER)),
      post('/cloud/greet', ({ data }: { data: { to: string } }) => json({ result: { to: data.to }, requestID: 'r-1' })),
      post('/cloud/broken', () => json({ errCode: -404011, errMsg: 'cloud.callFunction:fail requestID r-2, broken' })),
    ],
    0,
  )
  desk.url = `http://127.0.0.1:${server.port}/`
  desk.close = server.close
  return desk
}
