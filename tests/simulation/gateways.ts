import { alipayNotify } from '../../core/payments/alipayNotify'
import { payNotify } from '../../core/payments/payNotify'
import { virtualPayNotify } from '../../core/payments/virtualPayNotify'
import type { Notice, Payment, Placed } from '../../core/ports'
import type { Actor } from './actors'
import type { Letter } from './post'
import { NOBODY, type Paid, type World } from './world'

type Work = (() => Promise<void>) | null

const doors = { payNotify, alipayNotify, virtualPayNotify }
const doorOf = { wechatPay: 'payNotify', alipay: 'alipayNotify', virtualPay: 'virtualPayNotify' } as const

/** The postman brings a letter. What is not taken he brings again, later; a bad one must be refused. */
export async function deliver(world: World, letter: Letter): Promise<void> {
  const { door, headers, body, about, isBad } = letter
  letter.tries += 1
  if (!isBad && world.faults.strikes('letter lost', 0.1)) {
    world.story.tell(`    ✉ a letter about ${about} is lost on its way`)
    return
  }
  const outcome = await world.live(
    'the postman',
    `brings ${isBad ? 'a bad letter' : 'a letter'} about ${about} to ${door}`,
    (ports) => doors[door](ports)(NOBODY, { headers, body }),
  )
  if (isBad && outcome.status === 'done') world.wrong.believed.push(body)
  if (outcome.status === 'done' || isBad) world.post.done(letter)
}

const placedOf = (world: World, { orderId, method, fen }: Paid): Placed => {
  const order = world.orders().find(({ _id }) => _id === orderId)
  return { outTradeNo: orderId, method, fen, openid: order?.openid ?? '', seal: order?.seal ?? null }
}

/** What a gateway has given back of an order, and what is on its way. */
export const givenBackFen = (world: World, { orderId, gateway }: Pick<Paid, 'orderId' | 'gateway'>): number => {
  const refunds = { wechatPay: world.payments, alipay: world.alipay, virtualPay: world.virtualPay }[gateway].refunds()
  const byApple = world.elsewhere.filter((one) => one.orderId === orderId && one.refundNo.startsWith('APPLE'))
  return (
    refunds
      .filter(({ outTradeNo, state }) => outTradeNo === orderId && state !== 'CLOSED')
      .reduce((sum, { fen }) => sum + fen, 0) + byApple.reduce((sum, { fen }) => sum + fen, 0)
  )
}

/** Somebody gives money back in the merchant's console, which we hear of by letter. False when the gateway refuses. */
export async function giveBackInConsole(world: World, orderId: string, fen: number): Promise<boolean> {
  const paid = world.paid.find((one) => one.orderId === orderId)
  if (!paid) return false
  const refundNo = `CONSOLE${world.elsewhere.length + 1}`
  const { gateway } = paid
  try {
    const asked = { ...placedOf(world, paid), outRefundNo: refundNo, refundFen: fen, reason: '商户平台退款' }
    const refund = await world.gateway(gateway).refund(asked)
    world.elsewhere.push({ orderId, gateway, fen, refundNo })
    world.story.tell(`the console gives back ${fen} fen of ${orderId} (${refundNo})`)
    if (gateway === 'wechatPay') tellOfRefund(world, { ...refund, state: 'SUCCESS' })
    else look(world, gateway, orderId)
    return true
  } catch {
    return false
  }
}

const tellOfRefund = (world: World, refund: Extract<Notice, { kind: 'refund' }>['refund']) =>
  world.post.send(
    'payNotify',
    world.payments.genuine({ id: `refund-${refund.outRefundNo}`, kind: 'refund', refund }),
    refund.outTradeNo,
  )

const look = (world: World, gateway: 'alipay' | 'virtualPay', orderId: string): void =>
  world.post.send(
    doorOf[gateway],
    gateway === 'alipay' ? world.alipay.lookNotice(orderId) : world.virtualPay.push(orderId),
    orderId,
  )

/** Wherever something was paid, the console may give back: at WeChat Pay any part, elsewhere only all that is left. */
function console(world: World): Work {
  const paid = world.dice.oneOf(world.paid)
  if (!paid) return null
  const left = paid.fen - givenBackFen(world, paid)
  if (left < 1) return null
  const fen = paid.gateway === 'wechatPay' && world.dice.chance(0.5) ? world.dice.between(1, left) : left
  return async () => void (await giveBackInConsole(world, paid.orderId, fen))
}

function apple(world: World): Work {
  const { dice } = world
  const paid = dice.oneOf(world.paid.filter((one) => one.gateway === 'virtualPay' && one.phone === 'ios'))
  if (!paid) return null
  const { orderId, fen } = paid
  const asksOnly = dice.chance(0.4)
  return async () => {
    if (asksOnly) {
      world.story.tell(`Apple asks about ${orderId}`)
      return world.post.send('virtualPayNotify', world.virtualPay.appleAsks(orderId), orderId)
    }
    if (givenBackFen(world, paid) > 0) return
    const letter = world.virtualPay.appleRefunds(orderId)
    world.elsewhere.push({ orderId, gateway: 'virtualPay', fen, refundNo: `APPLE${world.elsewhere.length + 1}` })
    world.story.tell(`Apple gives back ${orderId}, ${fen} fen`)
    world.post.send('virtualPayNotify', letter, orderId)
  }
}

/** A notice with a proof that does not hold, or with none. */
function forges(world: World): Work {
  const { dice } = world
  const letter = dice.oneOf(world.post.archive)
  const sheet = dice.oneOf(world.sheets)
  if (!letter && !sheet) return null
  const isCopied = letter !== undefined && dice.chance(0.5)
  const proof = dice.pick<Record<string, string>>({}, { 'x-proof': '' }, { 'x-proof': 'a guess' })
  return async () => {
    world.faults.strikes('letter forged', 1)
    if (isCopied)
      return world.post.sendBad({ door: letter.door, headers: proof, body: letter.body, about: letter.about })
    if (!sheet) return
    const body = JSON.stringify({ id: 'forged', kind: 'paid', payment: paymentOf(world, sheet.orderId, sheet.fen) })
    world.post.sendBad({ door: doorOf[sheet.gateway], headers: proof, body, about: sheet.orderId })
  }
}

const paymentOf = (world: World, outTradeNo: string, fen: number): Payment => ({
  ...world.payments.merchant,
  outTradeNo,
  state: 'SUCCESS',
  fen,
  currency: 'CNY',
  transactionId: 'T-bad',
  paidAt: world.clock.now().toISOString(),
})

/** Genuine, and of another amount, merchant, app, currency, state or order: a proof says who wrote, not that it fits. */
function misfits(world: World): Work {
  const { dice } = world
  const sheet = dice.oneOf(world.sheets.filter(({ gateway }) => gateway !== 'virtualPay'))
  if (!sheet) return null
  const { orderId, fen, gateway } = sheet
  const at = gateway === 'alipay' ? world.alipay : world.payments
  const right = { ...paymentOf(world, orderId, fen), ...at.merchant }
  const wrong = dice.pick<Partial<Payment>>(
    { fen: fen + 1 },
    { fen: 1 },
    { fen: 0 },
    { fen: undefined },
    { mchid: '1900000999' },
    { appid: 'wx0000000000000000' },
    { currency: 'USD' },
    { state: 'NOTPAY' },
    { state: 'PAYERROR' },
    { outTradeNo: 'XTUNKNOWN' },
  )
  if (wrong.fen !== undefined && wrong.fen === fen) return null
  return async () => {
    world.faults.strikes('letter forged', 1)
    const letter = at.notice({ ...right, ...wrong })
    world.post.sendBad({ door: doorOf[gateway], ...letter, about: orderId })
  }
}

/** A refund of ours on its way does not arrive. */
function failsRefund(world: World): Work {
  const refund = world.dice.oneOf(world.payments.refunds().filter(({ state }) => state === 'PROCESSING'))
  if (!refund || !world.faults.strikes('refund failed', 0.5)) return null
  const state = world.dice.pick<'ABNORMAL' | 'CLOSED'>('ABNORMAL', 'CLOSED')
  const isConsoles = world.elsewhere.some(({ refundNo }) => refundNo === refund.outRefundNo)
  return isConsoles
    ? null
    : async () => {
        if (world.payments.refunds().find((one) => one.outRefundNo === refund.outRefundNo)?.state !== 'PROCESSING')
          return
        world.payments.failRefund(refund.outRefundNo, state)
        world.story.tell(`the refund ${refund.outRefundNo} ends ${state}`)
      }
}

/** The teacher takes the money in WeChat. */
function confirms(world: World): Work {
  const one = world.dice.oneOf(world.transfers.all().filter(({ state }) => state === 'WAIT_USER_CONFIRM'))
  if (!one) return null
  return async () => {
    try {
      const letter = world.transfers.confirm(one.outBillNo)
      world.story.tell(`shuying takes ${one.fen} fen of ${one.outBillNo}`)
      world.post.send('payNotify', letter, one.outBillNo, true)
    } catch {
      world.story.tell(`shuying comes too late for ${one.outBillNo}`)
    }
  }
}

/** Gateways write of what ended by itself: refunds of ours, and transfers. */
export function correspond(world: World, told: Set<string>): void {
  const isNew = (id: string): boolean => !told.has(id) && Boolean(told.add(id))
  const isOurs = (refundNo: string) => !world.elsewhere.some((one) => one.refundNo === refundNo)
  for (const refund of world.payments.refunds())
    if (refund.state === 'SUCCESS' && isOurs(refund.outRefundNo) && isNew(refund.outRefundNo))
      tellOfRefund(world, refund)
  for (const gateway of ['alipay', 'virtualPay'] as const)
    for (const { outRefundNo, outTradeNo } of world[gateway].refunds())
      if (isOurs(outRefundNo) && isNew(`${outTradeNo}:${outRefundNo}`)) look(world, gateway, outTradeNo)
  for (const { outBillNo, returnedAt } of world.transfers.all())
    if (returnedAt !== null && isNew(outBillNo))
      world.post.send('payNotify', world.transfers.finished(outBillNo), outBillNo, true)
}

function postman(world: World): Work {
  const letter = world.post.draw()
  return letter ? () => deliver(world, letter) : null
}

/** Ten copies of one notice at the same moment. */
function postmen(world: World): Work {
  const letter = world.post.draw()
  if (!letter || letter.isBad) return null
  const count = world.dice.pick(2, 3, 10)
  return async () => {
    world.faults.strikes('letter doubled', 1)
    await Promise.all(Array.from({ length: count }, () => deliver(world, { ...letter })))
  }
}

export const gatewayActors: Actor[] = [
  { weight: 30, begin: postman },
  { weight: 4, begin: postmen },
  { weight: 3, begin: console },
  { weight: 4, begin: apple },
  { weight: 3, begin: forges },
  { weight: 3, begin: misfits },
  { weight: 3, begin: failsRefund },
  { weight: 4, begin: confirms },
]
