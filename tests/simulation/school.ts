import { editCourse } from '../../core/catalog/editCourse'
import { officeTerms } from '../../core/catalog/officeTerms'
import { termsFrom } from '../../core/catalog/terms'
import { makeCodes } from '../../core/codes/makeCodes'
import { MoneySettings } from '../../core/contract/moneySettings'
import { teacherOf } from '../../core/ledger/entry'
import { ledger } from '../../core/ledger/ledger'
import { reviewRefunds } from '../../core/orders/reviewRefunds'
import { sweepOrders } from '../../core/orders/sweepOrders'
import { withdraw } from '../../core/profit/withdraw'
import type { Withdrawal } from '../../core/profit/withdrawal'
import { moneySettings } from '../../core/settings/moneySettings'
import type { Actor } from './actors'
import { giveBackInConsole } from './gateways'
import { NOBODY, OFFICE, PLAN_ID, STAFF, TEACHER, type World } from './world'

type Work = (() => Promise<void>) | null

export const sweeps = async (world: World): Promise<void> =>
  void (await world.live('the timer', 'sweeps', (ports) => sweepOrders(ports)(NOBODY, {})))

/** The office decides about a refund that waits. */
function decides(world: World): Work {
  const waiting = world.orders().filter(({ refund }) => refund?.state === 'asked')
  const order = world.dice.oneOf(waiting)
  if (!order) return null
  const agrees = world.dice.chance(0.7)
  return async () =>
    void (await world.live('staff', `${agrees ? 'agrees to' : 'refuses'} the refund of ${order._id}`, (ports) =>
      reviewRefunds(ports)(
        STAFF,
        agrees
          ? { action: 'agree', orderId: order._id }
          : { action: 'refuse', orderId: order._id, answer: '已超过期限' },
      ),
    ))
}

/** The office gives back without having been asked, a part or everything. */
function gives(world: World): Work {
  const { dice } = world
  const order = dice.oneOf(world.orders().filter(({ state }) => state === 'paid' || state === 'partlyRefunded'))
  if (!order) return null
  const left = order.price.payFen + order.price.balanceFen - order.refundedFen - order.refundedBalanceFen
  if (left < 1) return null
  const fen = dice.chance(0.3) ? left : dice.between(1, left)
  const shut = dice.chance(0.3)
  return async () =>
    void (await world.live('staff', `gives back ${fen} fen of ${order._id}${shut ? ' and shuts it' : ''}`, (ports) =>
      reviewRefunds(ports)(STAFF, { action: 'give', orderId: order._id, fen, reason: '课程有误', shut }),
    ))
}

/** A stuck refund is tried again, given up, or given back in the console and closed. */
export function unsticks(world: World): Work {
  const order = world.dice.oneOf(world.orders().filter(({ refund }) => refund?.state === 'stuck'))
  if (!order?.refund) return null
  const { _id: orderId, refund } = order
  const isByHand = world.dice.chance(0.4)
  const isGivenUp = world.dice.chance(0.25)
  return async () => {
    if (isByHand) {
      // Nobody closes a refund of which the money has not gone back.
      if (refund.fen && !(await giveBackInConsole(world, orderId, refund.fen))) return
      await world.live('staff', `settles the stuck refund of ${orderId}`, (ports) =>
        reviewRefunds(ports)(STAFF, { action: 'settle', orderId, answer: '已在商户平台退款' }),
      )
      return
    }
    if (isGivenUp) {
      await world.live('staff', `gives up the stuck refund of ${orderId}`, (ports) =>
        reviewRefunds(ports)(STAFF, { action: 'refuse', orderId, answer: '退不回去,请联系我们' }),
      )
      return
    }
    await world.live('staff', `tries the refund of ${orderId} again`, (ports) =>
      reviewRefunds(ports)(STAFF, { action: 'again', orderId }),
    )
  }
}

function changesPrices(world: World): Work {
  const { dice } = world
  const course = dice.oneOf(world.courses)
  if (!course) return null
  const fen = dice.pick(course.fen, 0, 1, 100, 990, 4999, 9900, 19900)
  return async () =>
    void (await world.live('office', `makes ${course.courseId} cost ${fen} fen`, (ports) =>
      editCourse(ports)(OFFICE, { action: 'save', course: { ...course, fen } }),
    ))
}

function changesTerms(world: World): Work {
  const { dice } = world
  const courseId = dice.oneOf(world.courses)?.courseId
  if (!courseId) return null
  const share = dice.chance(0.6) ? { userId: TEACHER.userId, percent: dice.pick(10, 33, 50, 100) } : null
  const forMembers = dice.pick<'free' | 'discount' | 'none'>('free', 'discount', 'none')
  return async () =>
    void (await world.live(
      'office',
      `agrees about ${courseId}: ${share?.percent ?? 0} %, members ${forMembers}`,
      (ports) => officeTerms(ports)(OFFICE, { action: 'course', courseId, share, forMembers }),
    ))
}

function changesSeats(world: World): Work {
  const { dice } = world
  const courseId = dice.oneOf(world.courses)?.courseId
  if (!courseId) return null
  const seats = dice.pick(1, 1, 2, 3, null)
  return async () =>
    void (await world.live('office', `says that ${courseId} has ${seats ?? 'any number of'} places`, async (ports) => {
      const { share, forMembers } = termsFrom(courseId, await ports.store.get('terms', courseId))
      return officeTerms(ports)(OFFICE, { action: 'course', courseId, share, forMembers, seats })
    }))
}

function publishesItem(world: World): Work {
  const courseId = world.dice.oneOf(world.courses)?.courseId
  if (!courseId) return null
  return async () =>
    void (await world.live('office', `publishes ${courseId} as an item`, (ports) =>
      officeTerms(ports)(OFFICE, { action: 'item', courseId }),
    ))
}

function changesPlan(world: World): Work {
  const { dice } = world
  const plan = {
    planId: PLAN_ID,
    title: '年卡',
    days: dice.pick(3, 31),
    fen: dice.pick(1, 2900, 29900),
    percent: dice.pick(0, 50, 99),
    rights: [],
  }
  return async () =>
    void (await world.live('office', `makes the plan ${plan.days} days for ${plan.fen} fen`, (ports) =>
      officeTerms(ports)(OFFICE, { action: 'plan', plan, isOnSale: dice.chance(0.9), rank: 1 }),
    ))
}

function changesSettings(world: World): Work {
  const { dice } = world
  const on = () => dice.chance(0.85)
  const settings = MoneySettings.parse({
    ways: {
      virtualGoods: on(),
      virtualCoins: on(),
      jsapi: on(),
      native: on(),
      h5: on(),
      alipay: on(),
      balance: on(),
      points: on(),
      topUp: on(),
      gifts: on(),
      codes: on(),
    },
    refund: { days: dice.pick(0, 1, 7, 14), watchedPercent: dice.pick(0, 20, 100) },
    points: { perYuan: dice.pick(0, 1, 10), fenPerPoint: dice.pick(1, 3, 10), maxPercent: dice.pick(0, 50, 100) },
    topUpFen: [100, 5000],
  })
  return async () =>
    void (await world.live('office', 'changes how the school takes money', (ports) =>
      moneySettings(ports)(OFFICE, { action: 'save', settings }),
    ))
}

function cancelsCodes(world: World): Work {
  return async () =>
    void (await world.live('office', 'cancels what is left of the codes', (ports) =>
      makeCodes(ports)(OFFICE, { action: 'cancel', batch: 'spring' }),
    ))
}

const withdrawalsOf = (world: World): Withdrawal[] => world.store.all('withdrawals') as unknown as Withdrawal[] // written by the core

function withdraws(world: World): Work {
  const { dice } = world
  const isGreedy = dice.chance(0.3)
  return async () => {
    const fen = await ledger(world.ports).balanceOf(teacherOf(TEACHER.userId))
    const wanted = isGreedy ? fen + 1 : fen
    if (wanted < 10) return
    await world.live('shuying', `withdraws ${wanted} fen`, (ports) =>
      withdraw(ports)(TEACHER, { action: 'ask', fen: wanted }),
    )
  }
}

function aboutWithdrawal(world: World, action: 'look' | 'cancel'): Work {
  const one = world.dice.oneOf(withdrawalsOf(world).filter(({ endedAt }) => endedAt === null))
  if (!one) return null
  return async () =>
    void (await world.live('shuying', `${action}s: the withdrawal ${one._id}`, (ports) =>
      withdraw(ports)(TEACHER, { action, withdrawalId: one._id }),
    ))
}

export const schoolActors: Actor[] = [
  { weight: 12, begin: (world) => () => sweeps(world) },
  { weight: 3, begin: (world) => async () => void (await Promise.all([sweeps(world), sweeps(world)])) },
  { weight: 6, begin: decides },
  { weight: 5, begin: gives },
  { weight: 4, begin: unsticks },
  { weight: 4, begin: changesPrices },
  { weight: 2, begin: changesTerms },
  { weight: 1, begin: changesSeats },
  { weight: 2, begin: publishesItem },
  { weight: 1, begin: changesPlan },
  { weight: 1, begin: changesSettings },
  { weight: 0.5, begin: cancelsCodes },
  { weight: 4, begin: withdraws },
  { weight: 3, begin: (world) => aboutWithdrawal(world, 'look') },
  { weight: 2, begin: (world) => aboutWithdrawal(world, 'cancel') },
]
