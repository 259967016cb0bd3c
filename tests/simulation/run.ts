import { MoneySettings } from '../../core/contract/moneySettings'
import { saveMoneySettings } from '../../core/settings/moneySettings'
import { next } from './actors'
import { buys } from './buyers'
import { factsOf } from './facts'
import type { Fault } from './faults'
import { correspond, deliver } from './gateways'
import { invariants } from './invariants'
import { sweeps } from './school'
import { makeWorld, type World } from './world'

export type Violation = { sentence: string; contradiction: string }
export type Result = {
  seed: number
  steps: number
  faults: Partial<Record<Fault, number>>
  checked: number
  violations: Violation[]
  story: readonly string[]
}

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

/** Several people at once, and now and then a jump of the clock. */
async function liveOn(world: World, told: Set<string>): Promise<void> {
  const { dice, clock } = world
  const steps = dice.between(15, 45)
  for (let step = 0; step < steps; step += 1) {
    const many = dice.pick(1, 1, 2, 2, 3, 4)
    await Promise.all(Array.from({ length: many }, () => next(world)()))
    correspond(world, told)
    world.witness.step()
    if (dice.chance(0.35)) {
      const jump = dice.pick(
        1000,
        11_000,
        MINUTE_MS,
        5 * MINUTE_MS,
        31 * MINUTE_MS,
        3 * 60 * MINUTE_MS,
        DAY_MS,
        8 * DAY_MS,
      )
      clock.advance(jump)
      world.story.tell(`the clock jumps ${jump / 1000} s`)
    }
  }
}

/** Coins were bought and never spent, because WeChat has forgotten the session: the buyer comes back and taps again. */
async function comeBack(world: World): Promise<void> {
  for (const { orderId, userId, method } of world.paid) {
    if (method !== 'virtualCoins') continue
    const order = world.orders().find(({ _id }) => _id === orderId)
    const buyer = world.buyers.find((one) => one.userId === userId)
    if (!order || !buyer || order.state !== 'pending') continue
    await buys(world, buyer, order.goods, {
      caller: buyer,
      choice: {
        method,
        loginCode: world.virtualPay.login(buyer.openid),
        usePoints: order.price.points > 0,
        useBalance: order.price.balanceFen > 0,
      },
    })
  }
}

/** Nothing fails any more: letters arrive, the timer runs, and time passes until nothing is due. */
async function calm(world: World, told: Set<string>): Promise<void> {
  world.faults.cease()
  world.story.tell('— calm —')
  // Whoever comes back to finish what was begun finds the school open.
  await saveMoneySettings(world.ports, MoneySettings.parse({ ways: { jsapi: true }, topUpFen: [100, 5000] }), 'office')
  await comeBack(world)
  // So that the school's account holds what its teacher is owed, whatever was given back meanwhile.
  await fund(world)
  const waits = [
    0,
    MINUTE_MS,
    2 * MINUTE_MS,
    20 * MINUTE_MS,
    31 * MINUTE_MS,
    90 * MINUTE_MS,
    DAY_MS,
    DAY_MS,
    8 * DAY_MS,
    8 * DAY_MS,
    20 * MINUTE_MS,
    DAY_MS,
  ]
  for (const wait of waits) {
    world.clock.advance(wait)
    for (const letter of world.post.waiting()) await deliver(world, letter)
    await sweeps(world)
    correspond(world, told)
  }
}

async function fund(world: World): Promise<void> {
  const fen = 100_000_000
  const { payments, clock } = world
  const expiresAt = new Date(clock.now().getTime() + DAY_MS).toISOString()
  await payments.prepay({
    outTradeNo: 'OWNFUNDS',
    method: 'native',
    fen,
    openid: '',
    description: '',
    expiresAt,
    returnUrl: '',
    clientIp: '',
    loginCode: '',
    productId: '',
  })
  payments.pay('OWNFUNDS')
}

/** One world from its beginning to its judgement. The same seed gives the same story, word for word. */
export async function runWorld(seed: number, { isDetailed = false } = {}): Promise<Result> {
  const world = await makeWorld(seed, isDetailed)
  const told = new Set<string>()
  await liveOn(world, told)
  await calm(world, told)
  const facts = await factsOf(world)
  const violations = invariants.flatMap(({ sentence, contradictions }) =>
    contradictions(facts).map((contradiction) => ({ sentence, contradiction })),
  )
  return {
    seed,
    steps: world.steps,
    faults: Object.fromEntries(world.faults.counts),
    checked: invariants.length,
    violations,
    story: world.story.lines,
  }
}
