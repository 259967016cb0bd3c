import { type DeskReply, json, listen } from '../../emulator/http'
import { api, callbackApi } from '../../web/runtime/wx/api'
import { cloudApi, deskFunctions } from '../../web/runtime/wx/cloud'
import { type Desk, deskOf } from '../../web/runtime/wx/desk'
import { type Account, type Identity, identityOf, OPENID_KEY, SESSION_KEY } from '../../web/runtime/wx/identity'
import { type Bill, type PayChoice, type PaySheet, requestPayment } from '../../web/runtime/wx/payment'
import { httpAccess, httpFunctions } from '../../web/runtime/wx/storefront'
import {
  type Offer,
  type OfferChoice,
  requestMerchantTransfer,
  type TransferSheet,
} from '../../web/runtime/wx/transfer'
import {
  type Phone,
  requestVirtualPayment,
  type VirtualBill,
  type VirtualSheet,
} from '../../web/runtime/wx/virtualPayment'
import { webSession } from '../../web/runtime/wx/webSession'

const MEI: Account = { openid: 'o-mei', nickname: '小梅', colour: '#C8553D' }
const ZHOU: Account = { openid: 'o-zhou', nickname: '老周' }
const SIGNED = { timeStamp: '1', nonceStr: 'n', package: 'prepay_id=p', signType: 'RSA', paySign: 's' }
const BILL: Bill = {
  outTradeNo: 'bill-1',
  fen: 990,
  description: '免费试听以外的一节',
  merchantName: '杏坛书院',
  expiresAt: '2026-11-21T04:00:00.000Z',
}

/** A place for two keys, as a browser's storage is. */
function place(): Storage {
  const held = new Map<string, string>()
  return {
    get length() {
      return held.size
    },
    key: (index) => [...held.keys()][index] ?? null,
    getItem: (key) => held.get(key) ?? null,
    setItem: (key, value) => void held.set(key, value),
    removeItem: (key) => void held.delete(key),
    clear: () => held.clear(),
  }
}

type World = {
  base: string
  desk: Desk
  identity: Identity
  kept: Storage
  /** How often the person was asked who they are. */
  asked(): number
  /** What the desk was told, in order. */
  told: string[]
  valid: Set<string>
  answers: Record<string, DeskReply>
}

/** A real desk on a free port, and a person who answers `choose`. */
async function given(choose: Account, then: (world: World) => Promise<void>): Promise<void> {
  const told: string[] = []
  const valid = new Set<string>()
  const answers: Record<string, DeskReply> = {}
  let asked = 0
  const server = await listen(
    [
      { method: 'GET', path: '/wechat/accounts', handle: () => json({ accounts: [MEI, ZHOU] }) },
      {
        method: 'POST',
        path: '/wechat/session',
        handle({ body }) {
          const session = `${JSON.parse(body.toString()).openid} ${valid.size + 1}`
          valid.add(session)
          return json({ session })
        },
      },
      {
        method: 'POST',
        path: '/',
        handle({ url, headers, body }) {
          const session = headers['x-wechat-session'] ?? ''
          told.push(`${session}: ${url.pathname} ${body.toString()}`)
          if (!valid.has(session)) return json({ code: 'NO_SESSION', message: 'no session' }, 401)
          return answers[url.pathname] ?? json({ code: 'NOT_FOUND', message: 'nothing here' }, 404)
        },
      },
    ],
    0,
  )
  const base = `http://127.0.0.1:${server.port}`
  const kept = place()
  const identity = identityOf(kept, base, async (accounts) => {
    asked += 1
    const account = accounts.find(({ openid }) => openid === choose.openid)
    if (!account) throw new Error('not listed')
    return account
  })
  try {
    await then({ base, desk: deskOf(base, identity), identity, kept, asked: () => asked, told, valid, answers })
  } finally {
    await server.close()
  }
}

test('the first calls of a visit ask once who the person is, and the answer is kept', () =>
  given(MEI, async ({ desk, asked, kept, answers, told }) => {
    answers['/hello'] = json({ ok: true })
    await Promise.all([desk.post('/hello', 1), desk.post('/hello', 2)])
    expect(asked()).toBe(1)
    expect([kept.getItem(SESSION_KEY), kept.getItem(OPENID_KEY)]).toEqual(['o-mei 1', 'o-mei'])
    expect(told.sort()).toEqual(['o-mei 1: /hello 1', 'o-mei 1: /hello 2'])
  }))

test('a session put there beforehand is used, and nobody is asked', () =>
  given(MEI, async ({ desk, kept, valid, asked, answers }) => {
    kept.setItem(SESSION_KEY, 'made by a test')
    valid.add('made by a test')
    answers['/hello'] = json({ ok: true })
    await expect(desk.post('/hello', null)).resolves.toEqual({ status: 200, body: { ok: true } })
    expect(asked()).toBe(0)
  }))

test('a refused session brings the question back, once for all calls that met it', () =>
  given(ZHOU, async ({ desk, kept, asked, answers }) => {
    kept.setItem(SESSION_KEY, 'long gone')
    answers['/hello'] = json({ ok: true })
    const replies = await Promise.all([desk.post('/hello', 1), desk.post('/hello', 2)])
    expect(replies.map(({ status }) => status)).toEqual([200, 200])
    expect(asked()).toBe(1)
    expect(kept.getItem(SESSION_KEY)).toBe('o-zhou 1')
  }))

/** A person at the pay sheet, who writes down what is shown. */
function person(choice: PayChoice) {
  const seen: unknown[] = []
  const sheet: PaySheet = {
    async ask(bill) {
      seen.push(bill)
      return choice
    },
    busy: () => void seen.push('busy'),
    done: async () => void seen.push('done'),
    refuse: async (words) => void seen.push(words),
    close: () => void seen.push('closed'),
  }
  return { seen, open: () => sheet }
}
const pay = (desk: Desk, open: () => PaySheet) => api('requestPayment', requestPayment(desk, open))

test('a confirmed bill is paid', () =>
  given(MEI, async ({ desk, answers, told }) => {
    answers['/wechatPay/cashier'] = json(BILL)
    answers['/wechatPay/cashier/confirm'] = json({ ...BILL, transactionId: 't' })
    const { seen, open } = person('confirm')
    await expect(pay(desk, open)(SIGNED)).resolves.toEqual({ errMsg: 'requestPayment:ok' })
    expect(seen).toEqual([BILL, 'busy', 'done', 'closed'])
    const body = JSON.stringify(SIGNED)
    expect(told).toEqual([`o-mei 1: /wechatPay/cashier ${body}`, `o-mei 1: /wechatPay/cashier/confirm ${body}`])
  }))

test('leaving the sheet pays nothing and fails with cancel', () =>
  given(MEI, async ({ desk, answers, told }) => {
    answers['/wechatPay/cashier'] = json(BILL)
    const { seen, open } = person('cancel')
    await expect(pay(desk, open)(SIGNED)).rejects.toEqual({ errMsg: 'requestPayment:fail cancel' })
    expect(seen).toEqual([BILL, 'closed'])
    expect(told).toHaveLength(1)
  }))

test("the cashier's refusal is shown and told in its own words, before and at paying", () =>
  given(MEI, async ({ desk, answers }) => {
    const closed = json({ code: 'ORDER_CLOSED', message: '订单已关闭，请重新下单' }, 400)
    const refused = { errMsg: 'requestPayment:fail 订单已关闭，请重新下单' }
    answers['/wechatPay/cashier'] = closed
    const early = person('confirm')
    await expect(pay(desk, early.open)(SIGNED)).rejects.toEqual(refused)
    expect(early.seen).toEqual(['订单已关闭，请重新下单', 'closed'])

    answers['/wechatPay/cashier'] = json(BILL)
    answers['/wechatPay/cashier/confirm'] = closed
    const late = person('confirm')
    await expect(pay(desk, late.open)(SIGNED)).rejects.toEqual(refused)
    expect(late.seen).toEqual([BILL, 'busy', '订单已关闭，请重新下单', 'closed'])
  }))

test('without all five signed fields no sheet opens', () =>
  given(MEI, async ({ desk, told }) => {
    const { seen, open } = person('confirm')
    const { paySign: _, ...unsigned } = SIGNED
    await expect(pay(desk, open)(unsigned)).rejects.toEqual({
      errMsg: 'requestPayment:fail parameter error: parameter.paySign should be String instead of Undefined;',
    })
    expect([seen, told]).toEqual([[], []])
  }))

test('when the desk is gone at paying, nobody is told that nothing was paid', () =>
  given(MEI, async ({ identity }) => {
    const gone: Desk = {
      post: async (path) => {
        if (path === '/wechatPay/cashier') return { status: 200, body: BILL }
        return deskOf('http://127.0.0.1:1', identity).post(path, {})
      },
    }
    const { seen, open } = person('confirm')
    await expect(pay(gone, open)(SIGNED)).rejects.toMatchObject({
      errMsg: expect.stringMatching(/^requestPayment:fail/),
    })
    expect(seen).toEqual([BILL, 'busy', '网络断了,还不知道付款是否成功。联网后请先看订单,不要重复付款', 'closed'])
  }))

describe('virtual payment', () => {
  const SIGNED = { mode: 'short_series_goods', signData: '{"a":1}', paySig: 'p', signature: 's' }
  const BILL: VirtualBill = {
    outTradeNo: 'bill-1',
    fen: 990,
    description: '一节课',
    merchantName: '杏坛书院',
    token: 'once',
  }

  /** A person at the sheet, who writes down what is shown. */
  function person(choice: Phone | 'cancel') {
    const seen: unknown[] = []
    const sheet: VirtualSheet = {
      async ask(bill) {
        seen.push(bill)
        return choice
      },
      busy: () => void seen.push('busy'),
      done: async () => void seen.push('done'),
      refuse: async (words) => void seen.push(words),
      close: () => void seen.push('closed'),
    }
    return { seen, open: () => sheet }
  }
  const pay = (desk: Desk, open: () => VirtualSheet) => api('requestVirtualPayment', requestVirtualPayment(desk, open))

  test('what was signed travels unchanged, and is confirmed as the phone that was chosen', () =>
    given(MEI, async ({ desk, answers, told }) => {
      answers['/virtualPay/cashier'] = json(BILL)
      answers['/virtualPay/cashier/confirm'] = json({ ...BILL, transactionId: 't' })
      const { seen, open } = person('ios')
      await expect(pay(desk, open)(SIGNED)).resolves.toEqual({ errMsg: 'requestVirtualPayment:ok' })
      expect(seen).toEqual([BILL, 'busy', 'done', 'closed'])
      expect(told).toEqual([
        `o-mei 1: /virtualPay/cashier ${JSON.stringify(SIGNED)}`,
        `o-mei 1: /virtualPay/cashier/confirm ${JSON.stringify({ ...SIGNED, token: 'once', phone: 'ios' })}`,
      ])
    }))

  test('leaving is -2, a refusal has WeChat’s number, a missing field is 1001', () =>
    given(MEI, async ({ desk, answers, told }) => {
      answers['/virtualPay/cashier'] = json(BILL)
      await expect(pay(desk, person('cancel').open)(SIGNED)).rejects.toEqual({
        errCode: -2,
        errMsg: 'requestVirtualPayment:fail cancel',
      })
      answers['/virtualPay/cashier'] = json({ errCode: -15013, message: 'goodsPrice道具价格错误' }, 400)
      const refused = person('android')
      await expect(pay(desk, refused.open)(SIGNED)).rejects.toEqual({
        errCode: -15013,
        errMsg: 'requestVirtualPayment:fail goodsPrice道具价格错误',
      })
      expect(refused.seen).toEqual(['goodsPrice道具价格错误', 'closed'])
      told.length = 0
      const { paySig: _, ...unsigned } = SIGNED
      await expect(pay(desk, person('android').open)(unsigned)).rejects.toMatchObject({ errCode: 1001 })
      expect(told).toEqual([])
    }))

  test('when the desk is gone at paying, nobody is told that nothing was paid', () =>
    given(MEI, async ({ identity }) => {
      const gone: Desk = {
        post: async (path) => {
          if (path === '/virtualPay/cashier') return { status: 200, body: BILL }
          return deskOf('http://127.0.0.1:1', identity).post(path, {})
        },
      }
      const { seen, open } = person('android')
      await expect(pay(gone, open)(SIGNED)).rejects.toMatchObject({ errCode: -1 })
      expect(seen).toEqual([BILL, 'busy', '网络断了,还不知道付款是否成功。联网后请先看订单,不要重复付款', 'closed'])
    }))
})

describe('money from the merchant', () => {
  const TICKET = { mchId: '1900000001', appId: 'wx8888888888888888', package: 'ABBQ' }
  const OFFER: Offer = {
    outBillNo: 'WD01',
    fen: 5000,
    remark: '推广佣金',
    merchantName: '杏坛书院',
    expiresAt: '2026-11-22T04:00:00.000Z',
  }
  /** A person at the sheet, who writes down what is shown. */
  function receiver(choice: OfferChoice) {
    const seen: unknown[] = []
    const sheet: TransferSheet = {
      async ask(offer) {
        seen.push(offer)
        return choice
      },
      busy: () => void seen.push('busy'),
      done: async () => void seen.push('done'),
      refuse: async (words) => void seen.push(words),
      close: () => void seen.push('closed'),
    }
    return { seen, open: () => sheet }
  }
  /** What the page's callbacks hear. */
  const take = (desk: Desk, open: () => TransferSheet, options: object = TICKET) =>
    new Promise((heard) => {
      const call = callbackApi('requestMerchantTransfer', requestMerchantTransfer(desk, open))
      expect(call({ ...options, success: heard, fail: heard })).toBeUndefined()
    })

  test('is taken by pressing, and left by leaving', () =>
    given(MEI, async ({ desk, answers, told }) => {
      answers['/wechatPay/transfer'] = json(OFFER)
      answers['/wechatPay/transfer/confirm'] = json(OFFER)
      const leaving = receiver('cancel')
      expect(await take(desk, leaving.open)).toEqual({ errMsg: 'requestMerchantTransfer:fail cancel' })
      expect(leaving.seen).toEqual([OFFER, 'closed'])
      const taking = receiver('confirm')
      expect(await take(desk, taking.open)).toEqual({ errMsg: 'requestMerchantTransfer:ok' })
      expect(taking.seen).toEqual([OFFER, 'busy', 'done', 'closed'])
      const body = JSON.stringify(TICKET)
      expect(told).toEqual([
        `o-mei 1: /wechatPay/transfer ${body}`,
        `o-mei 1: /wechatPay/transfer ${body}`,
        `o-mei 1: /wechatPay/transfer/confirm ${body}`,
      ])
    }))

  test('that is for somebody else, or over, is refused in the sandbox’s words', () =>
    given(MEI, async ({ desk, answers }) => {
      answers['/wechatPay/transfer'] = json({ code: 'TRANSFER_OVER', message: '这笔收款已失效，请返回重新申请' }, 400)
      const { seen, open } = receiver('confirm')
      expect(await take(desk, open)).toEqual({ errMsg: 'requestMerchantTransfer:fail 这笔收款已失效，请返回重新申请' })
      expect(seen).toEqual(['这笔收款已失效，请返回重新申请', 'closed'])
    }))

  test('without its package no sheet opens; without callbacks nothing is heard and nothing breaks', () =>
    given(MEI, async ({ desk, told }) => {
      const { seen, open } = receiver('confirm')
      const { package: _, ...rest } = TICKET
      expect(await take(desk, open, rest)).toEqual({
        errMsg:
          'requestMerchantTransfer:fail parameter error: parameter.package should be String instead of Undefined;',
      })
      expect(callbackApi('requestMerchantTransfer', requestMerchantTransfer(desk, open))(rest)).toBeUndefined()
      expect([seen, told]).toEqual([[], []])
    }))
})

test('a cloud function is called with its data for the user in force', () =>
  given(MEI, async ({ desk, answers, told }) => {
    answers['/cloud/greet'] = json({ result: { words: '你好' }, requestID: 'r-1' })
    const cloud = cloudApi(deskFunctions(desk))
    cloud.init()
    await expect(cloud.callFunction({ name: 'greet', data: { to: '梅' } })).resolves.toEqual({
      result: { words: '你好' },
      requestID: 'r-1',
      errMsg: 'cloud.callFunction:ok',
    })
    expect(told).toEqual(['o-mei 1: /cloud/greet {"data":{"to":"梅"}}'])
  }))

test("the cloud's failure carries its code in WeChat's shape", () =>
  given(MEI, async ({ desk, answers }) => {
    const errMsg =
      'cloud.callFunction:fail requestID r-2, cloud function service error code -504002, error message boom'
    answers['/cloud/greet'] = json({ errCode: -404011, errMsg })
    const cloud = cloudApi(deskFunctions(desk))
    cloud.init()
    await expect(cloud.callFunction({ name: 'greet' })).rejects.toEqual({
      errCode: -404011,
      errMsg: `cloud.callFunction:fail Error: errCode: -404011  | errMsg: ${errMsg}`,
    })
  }))

test('a cloud that is not reached answers -1 with request:fail', async () => {
  const kept = place()
  kept.setItem(SESSION_KEY, 's')
  const nowhere = 'http://127.0.0.1:1'
  const cloud = cloudApi(
    deskFunctions(
      deskOf(
        nowhere,
        identityOf(kept, nowhere, () => Promise.reject(new Error('not asked'))),
      ),
    ),
  )
  cloud.init()
  await expect(cloud.callFunction({ name: 'greet' })).rejects.toEqual({
    errCode: -1,
    errMsg: expect.stringMatching(/^cloud\.callFunction:fail Error: errCode: -1 {2}\| errMsg: request:fail /),
  })
})

test('the cloud wants wx.cloud.init first', () =>
  given(MEI, async ({ desk, told }) => {
    await expect(cloudApi(deskFunctions(desk)).callFunction({ name: 'greet' })).rejects.toMatchObject({
      errMsg: expect.stringContaining("Cloud API isn't enabled, please call wx.cloud.init first"),
    })
    expect(told).toEqual([])
  }))

describe('a storefront, away from any desk', () => {
  /** HTTP access that gives one answer, and what it was sent. */
  async function access(answer: DeskReply, ask: (url: string, told: string[]) => Promise<void>): Promise<void> {
    const told: string[] = []
    const server = await listen(
      [
        {
          method: 'POST',
          path: '/',
          handle({ url, headers, body }) {
            told.push([url.pathname, headers.authorization, body.toString()].filter(Boolean).join(' '))
            return answer
          },
        },
      ],
      0,
    )
    await ask(`http://127.0.0.1:${server.port}`, told).finally(server.close)
  }
  const callOver = (api: string, request: Record<string, unknown>) => {
    const ask = httpAccess(api)
    // Nobody scans the code.
    const cloud = cloudApi(
      httpFunctions(
        ask,
        webSession(place(), ask, async () => null),
      ),
    )
    cloud.init()
    return cloud.callFunction(request)
  }
  const VERIFY = { name: 'verifyCertificate', data: { input: { number: 'XT-1' } } }

  test('sends the input as the body, and what is answered is the result, refusals included', () => {
    const refused = { ok: false, error: { code: 'CERTIFICATE_NOT_FOUND', requestId: 'r-1' } }
    return access(json(refused, 404), async (url, told) => {
      await expect(callOver(url, VERIFY)).resolves.toEqual({ result: refused, errMsg: 'cloud.callFunction:ok' })
      expect(told).toEqual(['/verifyCertificate {"number":"XT-1"}'])
    })
  })

  test('a gateway that speaks for itself, or nobody at all, is a failure', () =>
    access(json({ code: 'FUNCTIONS_TIME_LIMIT_EXCEEDED', message: 'too long' }, 504), async (url) => {
      await expect(callOver(url, VERIFY)).rejects.toEqual({
        errCode: 504,
        errMsg: 'cloud.callFunction:fail HTTP access answered 504 FUNCTIONS_TIME_LIMIT_EXCEEDED',
      })
      await expect(callOver('http://127.0.0.1:1', VERIFY)).rejects.toEqual({
        errCode: -1,
        errMsg: expect.stringMatching(/^cloud\.callFunction:fail request:fail /),
      })
    }))

  test('a session of the web goes in the header that a browser never sends by itself', () =>
    access(json({ ok: true, data: {} }), async (url, told) => {
      await callOver(url, { name: 'myOrders', data: { input: {}, session: 's-1' } })
      expect(told).toEqual(['/myOrders Bearer s-1 {}'])
    }))

  test('signing in unasked, and what only WeChat can do, is refused before anything is sent', () =>
    access(json({}), async (url, told) => {
      for (const request of [
        { name: 'login', data: { input: {}, isUnasked: true } },
        { name: 'updateProfile', data: { input: { nickname: '小梅' }, session: 's-1' } },
      ])
        await expect(callOver(url, request)).rejects.toEqual({ errMsg: 'cloud.callFunction:fail only inside WeChat' })
      expect(told).toEqual([])
    }))
})
