import { issueCertificate } from '../../core/certificates/issueCertificate'
import { redeemCode } from '../../core/codes/redeemCode'
import type { Bought, PayChoice } from '../../core/contract/purchase'
import type { Goods, PayMethod } from '../../core/contract/shapes'
import { playLesson } from '../../core/learning/playLesson'
import { recordProgress } from '../../core/learning/recordProgress'
import { buyMembership } from '../../core/membership/buyMembership'
import { askInvoice } from '../../core/orders/askInvoice'
import { askRefund } from '../../core/orders/askRefund'
import { buyCourse } from '../../core/orders/buyCourse'
import { cancelOrder } from '../../core/orders/cancelOrder'
import { checkOrder } from '../../core/orders/checkOrder'
import { goodsKeyOf } from '../../core/orders/order'
import type { Caller, Ports } from '../../core/ports'
import { topUpWallet } from '../../core/wallet/topUpWallet'
import type { Actor } from './actors'
import { goodsWords, PLAN_ID, type World } from './world'

const WEB_METHODS: Record<'phone' | 'computer', PayMethod[]> = {
  phone: ['h5', 'alipayWap'],
  computer: ['native', 'alipayPage'],
}

const someBuyer = ({ dice, buyers }: World): Caller | undefined => dice.oneOf(buyers)

/** What somebody fancies: mostly a course. */
function wish({ dice, courses }: World): Goods | undefined {
  const courseId = dice.oneOf(courses)?.courseId
  if (!courseId) return undefined
  return dice.oneOf<Goods>([
    { kind: 'course', courseId },
    { kind: 'course', courseId },
    { kind: 'course', courseId },
    { kind: 'course', courseId },
    { kind: 'gift', courseId },
    { kind: 'membership', planId: PLAN_ID },
    { kind: 'topUp', fen: dice.pick(100, 5000) },
  ])
}

/** In WeChat or on the web, in any way of paying that is there, or in the first that is offered. */
function choice({ dice, virtualPay }: World, buyer: Caller): { caller: Caller; choice: PayChoice } {
  const spend = { usePoints: dice.chance(0.3), useBalance: dice.chance(0.35) }
  const isInside = dice.chance(0.65)
  if (isInside) {
    const method = dice.oneOf<PayMethod | undefined>([undefined, 'jsapi', 'jsapi', 'virtualGoods', 'virtualCoins'])
    return { caller: buyer, choice: { ...spend, ...(method && { method }), loginCode: virtualPay.login(buyer.openid) } }
  }
  const device = dice.pick<'phone' | 'computer'>('phone', 'computer')
  const method = dice.oneOf([undefined, ...WEB_METHODS[device]])
  return { caller: { ...buyer, openid: '' }, choice: { ...spend, device, ...(method && { method }) } }
}

function buy(ports: Ports, caller: Caller, goods: Goods, choice: PayChoice): Promise<Bought> {
  switch (goods.kind) {
    case 'course':
    case 'gift':
      return buyCourse(ports)(caller, { ...choice, courseId: goods.courseId, asGift: goods.kind === 'gift' })
    case 'membership':
      return buyMembership(ports)(caller, { ...choice, planId: goods.planId })
    case 'topUp': {
      const { usePoints: _, useBalance: __, ...rest } = choice
      return topUpWallet(ports)(caller, { ...rest, fen: goods.fen })
    }
  }
}

/** Somebody buys, and keeps the sheet. The order on it must be theirs, and of what they wanted. */
export async function buys(world: World, buyer: Caller, goods: Goods, wanted = choice(world, buyer)): Promise<void> {
  const { caller, choice: how } = wanted
  const where = caller.openid ? 'in WeChat' : `on the web (${how.device ?? 'phone'})`
  const spends = `${how.usePoints ? ', with points' : ''}${how.useBalance ? ', with the balance' : ''}`
  const outcome = await world.live(
    buyer.userId,
    `buys ${goodsWords(goods)} ${where} by ${how.method ?? 'whatever is first'}${spends}`,
    (ports) => buy(ports, caller, goods, how),
  )
  if (outcome.status !== 'done') return
  const { orderId } = outcome.answer
  const order = world.orders().find(({ _id }) => _id === orderId)
  if (order?.userId !== buyer.userId || order.goodsKey !== goodsKeyOf(goods))
    world.wrong.mixedUp.push(
      `${buyer.userId} was handed the order ${orderId} of ${order?.userId} for ${order?.goodsKey}`,
    )
  if (outcome.answer.status === 'opened') return world.story.tell(`    ${buyer.userId}: opened, ${orderId}`)
  const { fen, sheet } = outcome.answer
  world.story.tell(`    ${buyer.userId}: ${orderId}, ${fen} fen by ${sheet.method}`)
  if (order?.way)
    world.sheets.push({ orderId, userId: buyer.userId, gateway: order.way.gateway, method: sheet.method, fen })
}

/** A sheet nobody has paid yet. */
const openSheet = (world: World) =>
  world.dice.oneOf(world.sheets.filter(({ orderId }) => !world.paid.some((paid) => paid.orderId === orderId)))

/** Somebody pays a sheet at its gateway, in time or in the moment it closes, on a phone of either kind. */
export async function pays(world: World, phone: 'android' | 'ios', isStubborn: boolean): Promise<void> {
  const sheet = openSheet(world)
  if (!sheet) return
  const { orderId, gateway, method, userId } = sheet
  const order = world.orders().find(({ _id }) => _id === orderId)
  const placed = { outTradeNo: orderId, method, fen: sheet.fen, openid: order?.openid ?? '', seal: order?.seal ?? null }
  // A sheet whose coins were bought a moment ago by another tap asks for the session: nothing to pay there any more.
  const seen = await world
    .gateway(gateway)
    .query(placed)
    .catch(() => undefined)
  if (seen === undefined) return
  const isOpenYet = seen === null || seen.state === 'NOTPAY'
  const isInTime = isOpenYet && (order?.expiresAt ?? '') > world.clock.now().toISOString()
  if (world.paid.some((paid) => paid.orderId === orderId)) return
  // Closed there, so the gateway would refuse; only somebody who was paying in that very moment slips through.
  if (gateway !== 'virtualPay' && !isInTime && !isStubborn) return
  const mayVanish = gateway !== 'virtualPay' && isInTime && order?.state === 'pending'
  try {
    const letters = {
      wechatPay: () => world.payments.pay(orderId, order?.openid || undefined),
      virtualPay: () => world.virtualPay.pay(orderId, phone),
      alipay: () => world.alipay.pay(orderId),
    }
    const letter = letters[gateway]()
    world.paid.push({ ...sheet, phone })
    world.story.tell(
      `${userId} pays ${orderId}, ${sheet.fen} fen${isInTime ? '' : ', too late'} (${gateway}, ${phone})`,
    )
    const doors = { wechatPay: 'payNotify', virtualPay: 'virtualPayNotify', alipay: 'alipayNotify' } as const
    world.post.send(doors[gateway], letter, orderId, mayVanish)
  } catch (error) {
    world.story.tell(`${userId} cannot pay ${orderId}: ${error instanceof Error ? error.message : ''}`)
  }
}

const myOrderIds = (world: World, buyer: Caller): string[] =>
  world
    .orders()
    .filter(({ userId }) => userId === buyer.userId)
    .map(({ _id }) => _id)

/** Does something with one of one's own orders; or, being curious, with somebody else's. */
function withAnOrder(
  world: World,
  what: string,
  work: (ports: Ports, buyer: Caller, orderId: string) => Promise<unknown>,
): (() => Promise<void>) | null {
  const buyer = someBuyer(world)
  const orderId = buyer && world.dice.oneOf(myOrderIds(world, buyer))
  if (!buyer || !orderId) return null
  return async () => void (await world.live(buyer.userId, `${what} ${orderId}`, (ports) => work(ports, buyer, orderId)))
}

function redeems(world: World): (() => Promise<void>) | null {
  const { dice, codes } = world
  const gifts = world.orders().flatMap(({ giftCode, state }) => (giftCode && state !== 'pending' ? [giftCode] : []))
  const code = dice.oneOf([...codes, ...gifts, ...gifts])
  const buyer = someBuyer(world)
  if (!buyer || !code) return null
  return async () =>
    void (await world.live(buyer.userId, `redeems ${code}`, (ports) =>
      redeemCode(ports)(buyer, { action: 'redeem', code }),
    ))
}

/** Reads every lesson of a course to its end, and asks for the certificate. */
function studies(world: World): (() => Promise<void>) | null {
  const buyer = someBuyer(world)
  const course = world.dice.oneOf(world.courses)
  if (!buyer || !course) return null
  const { courseId } = course
  const isThorough = world.dice.chance(0.6)
  const lessons = isThorough ? course.lessons : course.lessons.slice(0, 2)
  return async () => {
    for (const { lessonId } of lessons) {
      const opened = await world.live(buyer.userId, `opens ${courseId} ${lessonId}`, (ports) =>
        playLesson(ports)(buyer, { courseId, lessonId }),
      )
      if (opened.status !== 'done') return
      world.clock.advance(30_000)
      await world.live(buyer.userId, `reads ${courseId} ${lessonId}`, (ports) =>
        recordProgress(ports)(buyer, { courseId, lessonId, from: 0, to: 30 }),
      )
    }
    if (isThorough)
      await world.live(buyer.userId, `asks for the certificate of ${courseId}`, (ports) =>
        issueCertificate(ports)(buyer, { courseId }),
      )
  }
}

export const buyerActors: Actor[] = [
  {
    weight: 24,
    begin(world) {
      const [buyer, goods] = [someBuyer(world), wish(world)]
      return buyer && goods ? () => buys(world, buyer, goods) : null
    },
  },
  {
    // A second tap before the first has answered, mostly of the very same button.
    weight: 8,
    begin(world) {
      const [buyer, goods] = [someBuyer(world), wish(world)]
      if (!buyer || !goods) return null
      const first = choice(world, buyer)
      const second = world.dice.chance(0.5) ? first : choice(world, buyer)
      return async () => void (await Promise.all([first, second].map((wanted) => buys(world, buyer, goods, wanted))))
    },
  },
  {
    // One wallet, and everything at once.
    weight: 3,
    begin(world) {
      const buyer = someBuyer(world)
      if (!buyer) return null
      const all = world.courses.map(({ courseId }) => ({
        goods: { kind: 'course' as const, courseId },
        ...choice(world, buyer),
      }))
      return async () =>
        void (await Promise.all(
          all.map(({ goods, caller, choice: how }) =>
            buys(world, buyer, goods, { caller, choice: { ...how, useBalance: true, usePoints: true } }),
          ),
        ))
    },
  },
  {
    weight: 26,
    begin(world) {
      const phone = world.dice.chance(0.35) ? 'ios' : 'android'
      const isStubborn = world.dice.chance(0.25)
      return world.sheets.length ? () => pays(world, phone, isStubborn) : null
    },
  },
  {
    // Looks at the sheet, and leaves it.
    weight: 4,
    begin(world) {
      const sheet = openSheet(world)
      if (!sheet || sheet.gateway === 'wechatPay') return null
      return async () => {
        try {
          world.gateway(sheet.gateway)
          if (sheet.gateway === 'alipay') world.alipay.open(sheet.orderId)
          else world.virtualPay.open(sheet.orderId)
          world.story.tell(`${sheet.userId} opens the sheet of ${sheet.orderId} and leaves it`)
        } catch {
          world.story.tell(`${sheet.userId} cannot open the sheet of ${sheet.orderId}`)
        }
      }
    },
  },
  {
    weight: 8,
    begin: (world) =>
      withAnOrder(world, 'checks', (ports, buyer, orderId) => {
        const login = world.dice.chance(0.5) ? { loginCode: world.virtualPay.login(buyer.openid) } : {}
        return checkOrder(ports)(buyer, { orderId, ...login })
      }),
  },
  {
    weight: 5,
    begin: (world) => withAnOrder(world, 'cancels', (ports, buyer, orderId) => cancelOrder(ports)(buyer, { orderId })),
  },
  {
    weight: 9,
    begin: (world) =>
      withAnOrder(world, 'wants the money back of', (ports, buyer, orderId) =>
        askRefund(ports)(buyer, { action: 'ask', orderId, reason: '不想要了' }),
      ),
  },
  {
    weight: 2,
    begin: (world) =>
      withAnOrder(world, 'takes back the wish about', (ports, buyer, orderId) =>
        askRefund(ports)(buyer, { action: 'withdraw', orderId }),
      ),
  },
  {
    weight: 2,
    begin: (world) =>
      withAnOrder(world, 'asks for an invoice of', (ports, buyer, orderId) =>
        askInvoice(ports)(buyer, { orderId, title: '个人', taxNo: '', email: 'mei@example.com' }),
      ),
  },
  { weight: 7, begin: redeems },
  { weight: 8, begin: studies },
  {
    weight: 2,
    begin(world) {
      const buyer = someBuyer(world)
      if (!buyer) return null
      return async () => {
        world.virtualPay.endSession(buyer.openid)
        world.story.tell(`WeChat forgets the session of ${buyer.userId}`)
      }
    },
  },
]
