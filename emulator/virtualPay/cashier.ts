import { createHmac, randomBytes } from 'node:crypto'
import * as z from 'zod'
import type { DeskClock } from '../clock'
import { type DeskReply, type DeskRequest, json, type Route } from '../http'
import type { SessionKeys } from '../wechat/sessionKeys'
import { transactionId } from '../wechatPay/numbers'
import type { VirtualAccount } from './account'
import { client, Unpayable } from './errors'
import type { ItemShelf } from './items'
import { COINS_PER_YUAN, LEAST_FEN_ON_IOS } from './limits'
import type { Order, OrderBook, Phone } from './orders'
import type { Postman } from './postman'
import { EnvField } from './shapes'

/** What `wx.requestVirtualPayment` hands to WeChat. */
const Sheet = z.strictObject({
  mode: z.enum(['short_series_goods', 'short_series_coin']),
  signData: z.string().min(1),
  paySig: z.string().min(1),
  signature: z.string().min(1),
})
/** What the sheet sends back: the same, which phone it is, and the token it was given when it opened. */
const Confirmed = Sheet.extend({ token: z.string(), phone: z.enum(['android', 'ios']) })
type Sheet = z.infer<typeof Sheet>

const common = {
  offerId: z.string(),
  buyQuantity: z.int().min(1),
  env: EnvField,
  currencyType: z.string(),
  outTradeNo: z.string().regex(/^[0-9A-Za-z\-|*@][0-9A-Za-z_\-|*@]{7,31}$/, '8 to 32, not beginning with _'),
  attach: z.string(),
}
const signData: Record<Sheet['mode'], z.ZodType<Terms>> = {
  short_series_goods: z.strictObject({ ...common, productId: z.string().min(1), goodsPrice: z.int().min(1) }),
  short_series_coin: z.strictObject(common),
}
type Terms = {
  offerId: string
  buyQuantity: number
  env: 0 | 1
  currencyType: string
  outTradeNo: string
  attach: string
  productId?: string
  goodsPrice?: number
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/**
 * WeChat's own sheet of virtual payment, as the client reaches it: it opens once for an order number, is looked at, and
 * confirmed or left. Opening makes the order; a sheet that was left has used the number up, as WeChat's page says ("每个订单号只能使用一次").
 */
export function cashier(world: {
  account: VirtualAccount
  sessions: SessionKeys
  clock: DeskClock
  book: OrderBook
  items: ItemShelf
  post: Postman
  merchantName: string
  identify(request: DeskRequest): string | undefined
}) {
  const { account, sessions, clock, book, items, post, merchantName, identify } = world

  function termsOf(sheet: Sheet): Terms {
    const told = jsonIn(sheet.signData)
    if (told === undefined) throw new Unpayable(client.signData, 'signData格式有问题')
    const terms = signData[sheet.mode].safeParse(told)
    if (!terms.success) {
      const issue = terms.error.issues[0]
      throw new Unpayable(client.badParameter, `参数错误: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`)
    }
    if (terms.data.currencyType !== 'CNY') throw new Unpayable(client.currency, 'currencyType错误,目前只能填CNY')
    if (terms.data.offerId !== account.offerId) throw new Unpayable(client.badParameter, '参数错误: offerId')
    return terms.data
  }

  function checkSignatures(sheet: Sheet, { env }: Terms, openid: string): void {
    const wanted = createHmac('sha256', account.appKeys[env]).update(`requestVirtualPayment&${sheet.signData}`)
    if (sheet.paySig !== wanted.digest('hex')) throw new Unpayable(client.paySig, '支付签名paySig错误')
    const verdict = sessions.judge(openid, sheet.signData, sheet.signature)
    if (verdict === 'over') throw new Unpayable(client.sessionOver, 'session_key过期')
    // A sheet signed for somebody else is false for this person.
    if (verdict === 'false') throw new Unpayable(client.signature, '用户态签名signature错误')
  }

  /** What is bought: its name, and the price in fen. */
  function boughtOf(mode: Sheet['mode'], { env, productId = '', goodsPrice = 0, buyQuantity }: Terms) {
    if (mode === 'short_series_coin') {
      const fen = (buyQuantity * 100) / COINS_PER_YUAN
      if (!Number.isInteger(fen)) throw new Unpayable(client.badParameter, '参数错误: buyQuantity')
      return { title: `${buyQuantity} 个代币`, fen, quantity: buyQuantity }
    }
    const { state, name, price } = items.standing(env, productId)
    if (state === 'absent') throw new Unpayable(client.notPublished, '道具productId未发布')
    if (state === 'refused') throw new Unpayable(client.itemRefused, '道具productId审核不通过')
    if (price !== goodsPrice) throw new Unpayable(client.price, 'goodsPrice道具价格错误')
    if (state === 'notYet') throw new Unpayable(client.notYet, '道具发布未生效，禁止下单，大概10分钟后生效')
    return { title: name, fen: price * buyQuantity, quantity: buyQuantity }
  }

  const personOf = (request: DeskRequest): string => {
    const openid = identify(request)
    if (!openid) throw new Unpayable(-1, '请先登录微信', 401)
    return openid
  }

  function sheetIn<Shape extends z.ZodType>(request: DeskRequest, shape: Shape): z.output<Shape> {
    const sheet = shape.safeParse(jsonIn(request.body.toString('utf8')))
    if (!sheet.success) throw new Unpayable(client.badParameter, '支付参数不完整，请返回重新下单')
    return sheet.data
  }

  const shown = (order: Order) => ({
    outTradeNo: order.outTradeNo,
    fen: order.fen,
    description: order.title,
    merchantName,
    token: order.token,
  })

  function open(request: DeskRequest): object {
    const openid = personOf(request)
    const sheet = sheetIn(request, Sheet)
    const terms = termsOf(sheet)
    checkSignatures(sheet, terms, openid)
    if (book.find(terms.outTradeNo)) throw new Unpayable(client.numberUsed, 'outTradeNo重复使用,请换新单号重试')
    const order: Order = {
      ...boughtOf(sheet.mode, terms),
      outTradeNo: terms.outTradeNo,
      wxOrderId: `WXO${randomBytes(12).toString('hex').toUpperCase()}`,
      env: terms.env,
      openid,
      mode: sheet.mode,
      productId: terms.productId ?? '',
      attach: terms.attach,
      token: randomBytes(16).toString('hex'),
      status: 1,
      createdAt: clock.now(),
      refunds: [],
      pushes: [],
    }
    book.put(order)
    return shown(order)
  }

  function confirm(request: DeskRequest): object {
    const openid = personOf(request)
    const { token, phone, ...sheet } = sheetIn(request, Confirmed)
    const terms = termsOf(sheet)
    checkSignatures(sheet, terms, openid)
    const order = book.find(terms.outTradeNo)
    if (!order || order.token !== token || order.openid !== openid || order.status !== 1)
      throw new Unpayable(client.numberUsed, 'outTradeNo重复使用,请换新单号重试')
    return { ...shown(order), transactionId: pay(order, phone).transactionId }
  }

  /** The money moves: one write holds payment and push. The caller has checked that the order may be paid. */
  function pay(order: Order, phone: Phone): Order {
    if (phone === 'ios' && order.env === 1) throw new Unpayable(client.env, '苹果支付没有沙箱环境,env只能是0')
    if (phone === 'ios' && order.fen < LEAST_FEN_ON_IOS) throw new Unpayable(client.badParameter, '苹果支付最低1元')
    const now = clock.now()
    const isCoins = order.mode === 'short_series_coin'
    const id = transactionId(now)
    const channelOrderId = `VP${id}`
    const price = { Quantity: order.quantity, OrigPrice: order.fen, ActualPrice: order.fen, Attach: order.attach }
    const push = post.written(isCoins ? 'xpay_coin_pay_notify' : 'xpay_goods_deliver_notify', {
      OpenId: order.openid,
      OutTradeNo: order.outTradeNo,
      Env: order.env,
      // What Apple takes knows nothing of WeChat Pay.
      ...(phone === 'ios'
        ? {}
        : { WeChatPayInfo: { MchOrderNo: channelOrderId, TransactionId: id, PaidTime: Math.floor(now / 1000) } }),
      ...(isCoins ? { CoinInfo: price } : { GoodsInfo: { ProductId: order.productId, ...price } }),
    })
    const paid: Order = {
      ...order,
      // Coins are delivered by WeChat itself.
      status: isCoins ? 4 : 2,
      phone,
      paidAt: now,
      ...(phone === 'ios' ? {} : { transactionId: id, channelOrderId }),
      pushes: [...order.pushes, push],
    }
    book.put(paid)
    post.expect(order.outTradeNo, push.id)
    return paid
  }

  const step = (path: string, answer: (request: DeskRequest) => object): Route => ({
    method: 'POST',
    path,
    handle(request): DeskReply {
      try {
        return json(answer(request))
      } catch (error) {
        if (!(error instanceof Unpayable)) throw error
        return json({ errCode: error.errCode, message: error.message }, error.status)
      }
    },
  })

  const routes = [step('/virtualPay/cashier', open), step('/virtualPay/cashier/confirm', confirm)]
  return { routes, pay }
}
export type Cashier = ReturnType<typeof cashier>
