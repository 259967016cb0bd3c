import { editCourse } from '../../core/catalog/editCourse'
import { officeTerms } from '../../core/catalog/officeTerms'
import { makeCodes } from '../../core/codes/makeCodes'
import type { CourseDraft } from '../../core/contract/editCourse'
import { AppError, errorCodes } from '../../core/contract/errors'
import { MoneySettings } from '../../core/contract/moneySettings'
import type { GatewayName, Goods, PayMethod } from '../../core/contract/shapes'
import { credit, debit, entryOf, pointsOf, walletOf } from '../../core/ledger/entry'
import { ledger } from '../../core/ledger/ledger'
import type { Order } from '../../core/orders/order'
import type { Caller, Gateway, Ports } from '../../core/ports'
import { learner, memoryWorld } from '../../platform/memory/world'
import { type Dice, dice } from './dice'
import { type Faults, faults, Killed, type Life, Outage } from './faults'
import { type Post, post } from './post'
import { type Story, story, words } from './story'
import { turns } from './turns'
import { type Witness, witness } from './witness'

export const OFFICE: Caller = { userId: 'office', openid: '', roles: ['admin'] }
export const STAFF: Caller = { userId: 'staff', openid: '', roles: ['support'] }
export const NOBODY: Caller = { userId: '', openid: '', roles: [] }
export const TEACHER = learner('shuying')
export const PLAN_ID = 'year'
/** The longest that any function of ours may run. */
const LIFE_MS = 60_000
const BUYERS = ['mei', 'zhou', 'lin', 'qiao', 'tang', 'bai']

/** Where somebody can pay an order, as it was handed out. */
export type Sheet = { orderId: string; userId: string; gateway: GatewayName; method: PayMethod; fen: number }
/** What somebody paid at a gateway. */
export type Paid = Sheet & { phone: 'android' | 'ios' }
/** Money that a gateway gave back without us: from the merchant's console, or by Apple. */
export type Elsewhere = { orderId: string; gateway: GatewayName; fen: number; refundNo: string }

/** What is seen at once and not only in the end. */
export type Wrong = 'broke' | 'believed' | 'mixedUp'

export type Outcome<T> = { status: 'done'; answer: T } | { status: 'refused'; code: string } | { status: 'failed' }

export type World = ReturnType<typeof memoryWorld> & {
  seed: number
  dice: Dice
  story: Story
  faults: Faults
  post: Post
  witness: Witness
  buyers: Caller[]
  courses: CourseDraft[]
  /** Codes of the school, known to everybody. */
  codes: string[]
  sheets: Sheet[]
  paid: Paid[]
  elsewhere: Elsewhere[]
  /** What was wrong while it happened. */
  wrong: Record<Wrong, string[]>
  steps: number
  orders(): Order[]
  gateway(name: GatewayName): Gateway
  /** A function is called, lives, may die, and does what it does afterwards. */
  live<T>(who: string, what: string, work: (ports: Ports) => Promise<T>): Promise<Outcome<T>>
}

const draftOf = (courseId: string, fen: number): CourseDraft => ({
  courseId,
  title: `课程 ${courseId}`,
  summary: '一门课',
  description: '一门课。',
  audience: '',
  teacher: { name: '疏影', bio: '' },
  fen,
  category: '书画',
  tags: [],
  form: 'series',
  coverFileId: null,
  lessons: ['01-open', '02-more', '03-last'].map((lessonId, at) => ({
    lessonId,
    title: lessonId,
    kind: 'article' as const,
    free: at === 0,
    durationSeconds: 30,
    mediaFileId: null,
    article: '读。',
  })),
  quiz: [],
})

/** The school before anybody comes: nothing fails yet. */
async function furnish(world: World, places: Dice, ports: Ports): Promise<void> {
  const { dice, courses, buyers } = world
  for (const course of courses) {
    const { courseId, fen } = course
    await editCourse(ports)(OFFICE, { action: 'save', course })
    await editCourse(ports)(OFFICE, { action: 'publish', courseId })
    const share = dice.chance(0.6) ? { userId: TEACHER.userId, percent: dice.pick(30, 50, 70, 100) } : null
    const forMembers = dice.pick<'free' | 'discount' | 'none'>('free', 'discount', 'discount', 'none')
    const seats = places.chance(0.5) ? places.pick(1, 1, 2, 3) : null
    await officeTerms(ports)(OFFICE, { action: 'course', courseId, share, forMembers, seats })
    // Published, and then known to be.
    for (let n = 0; n < 2 && fen > 0 && dice.chance(0.7); n += 1)
      await officeTerms(ports)(OFFICE, { action: 'item', courseId })
  }
  await officeTerms(ports)(OFFICE, {
    action: 'plan',
    plan: {
      planId: PLAN_ID,
      title: '年卡',
      days: dice.pick(3, 31, 365),
      fen: dice.pick(1, 3000, 29900),
      percent: dice.pick(0, 80, 95),
      rights: [],
    },
    isOnSale: true,
    rank: 1,
  })
  const settings = MoneySettings.parse({
    ways: { jsapi: true },
    refund: { days: dice.pick(0, 7, 14), watchedPercent: dice.pick(0, 20, 100) },
    points: { perYuan: dice.pick(0, 1, 10), fenPerPoint: dice.pick(1, 3, 10), maxPercent: dice.pick(50, 100) },
    topUpFen: [100, 5000],
  })
  await ports.store.put('settings', { _id: 'money', settings, changedAt: '', changedBy: 'office' })
  const [first] = courses
  const at = ports.clock.now().toISOString()
  if (first) {
    const ofCourse = { kind: 'course' as const, courseId: first.courseId }
    const some = await makeCodes(ports)(OFFICE, {
      action: 'make',
      batch: 'spring',
      count: 2,
      goods: ofCourse,
      expiresAt: null,
    })
    const days = await makeCodes(ports)(OFFICE, {
      action: 'make',
      batch: 'members',
      count: 2,
      goods: { kind: 'membership', planId: PLAN_ID },
      expiresAt: null,
    })
    world.codes.push(...[...some.codes, ...days.codes].map(({ code }) => code))
  }
  for (const { userId } of [...buyers, TEACHER]) {
    await ports.store.put('users', {
      _id: userId,
      nickname: userId,
      avatarFileId: null,
      roles: ['learner'],
      joinedAt: at,
    })
    const [fen, points] = [dice.pick(0, 0, 500, 20000), dice.pick(0, 0, 50, 3000)]
    // What the school gives to begin with; a difference explains it in the books.
    await ledger(ports).post(
      entryOf({ _id: `opening:${userId}`, kind: 'difference', at }, [
        debit('differences', fen),
        credit(walletOf(userId), fen),
        debit('pointsIssued', points, 'point'),
        credit(pointsOf(userId), points, 'point'),
      ]),
    )
  }
}

const isFine = (message: unknown): boolean =>
  message === 'no answer' || message === '' || errorCodes.some((code) => code === message && code !== 'UNEXPECTED')

/** A world that follows from its seed alone: its people, its prices, its luck. */
export async function makeWorld(seed: number, isDetailed: boolean): Promise<World> {
  const luck = dice(seed, 'world')
  const pace = dice(seed, 'pace')
  // Every call takes its time, so that no two things happen at quite the same moment.
  const turn = turns(dice(seed, 'turns'), () => memory.clock.advance(pace.between(0, 30)))
  const memory = memoryWorld('2026-11-21T02:00:00.000Z', { turn, refundTakesMs: luck.pick(0, 0, 60_000, 86_400_000) })
  const told = story(() => memory.clock.now(), isDetailed)
  const wrong = faults(
    dice(seed, 'faults'),
    luck.pick(0.01, 0.03, 0.05, 0.05, 0.08, 0.15),
    () => memory.clock.now().getTime(),
    told,
  )
  const seen = witness(memory.ports.store)
  const seenWrong: Record<Wrong, string[]> = { broke: [], believed: [], mixedUp: [] }
  const ports: Ports = {
    ...memory.ports,
    store: seen.store,
    alert(code, facts) {
      memory.ports.alert(code, facts)
      told.tell(`    ! ${code} ${words(facts)}`)
      if (code === 'SWEEP_FAILED' && !isFine(facts.error))
        seenWrong.broke.push(`the sweep broke: ${words(facts.error)}`)
    },
  }

  /** What was refused, what failed by our doing, and what should never have happened. */
  function judge(who: string, what: string, error: unknown): Outcome<never> {
    if (error instanceof AppError && error.code !== 'UNEXPECTED') {
      told.tell(`    ${who}: refused, ${error.code} ${words(error.facts)}`)
      return { status: 'refused', code: error.code }
    }
    if (!(error instanceof Killed) && !(error instanceof Outage))
      seenWrong.broke.push(`${who} ${what}: ${error instanceof Error ? error.message : String(error)}`)
    told.tell(`    ${who}: failed, ${error instanceof Killed ? 'killed' : words(String(error))}`)
    return { status: 'failed' }
  }

  const world: World = {
    ...memory,
    ports,
    seed,
    dice: luck,
    story: told,
    faults: wrong,
    witness: seen,
    post: post(dice(seed, 'post'), () => memory.clock.now().getTime(), wrong, told),
    buyers: BUYERS.slice(0, luck.between(3, 6)).map(learner),
    courses: ['ink', 'tea', 'go', 'song']
      .slice(0, luck.between(2, 4))
      .map((courseId, at) => draftOf(courseId, at === 1 ? luck.pick(0, 1, 99) : luck.pick(100, 990, 4999, 19900))),
    codes: [],
    sheets: [],
    paid: [],
    elsewhere: [],
    wrong: seenWrong,
    steps: 0,
    orders: () => memory.store.all('orders') as unknown as Order[], // written by the core, which parses what it writes
    gateway: (name) => ({ wechatPay: memory.payments, virtualPay: memory.virtualPay, alipay: memory.alipay })[name],

    async live(who, what, work) {
      world.steps += 1
      told.tell(`${who} ${what}`)
      const life: Life = { who, isDead: false, endsAt: memory.clock.now().getTime() + LIFE_MS, telling: null }
      const late: Promise<unknown>[] = []
      const mortal = wrong.mortal(ports, life)
      const given: Ports = {
        ...mortal,
        afterwards(lateWork) {
          if (wrong.strikes('killed after the answer', 0.05)) life.isDead = true
          late.push(lateWork().catch((error: unknown) => judge(who, what, error)))
        },
      }
      try {
        const answer = await work(given)
        await Promise.all(late)
        if (wrong.strikes('answer lost', 0.03)) {
          told.tell(`    ${who}: the answer is lost`)
          return { status: 'failed' }
        }
        return { status: 'done', answer }
      } catch (error) {
        await Promise.all(late)
        return judge(who, what, error)
      }
    },
  }
  await furnish(world, dice(seed, 'places'), ports)
  seen.step()
  return world
}

export const goodsWords = (goods: Goods): string =>
  goods.kind === 'topUp'
    ? `${goods.fen} fen for the wallet`
    : `${goods.kind} ${'courseId' in goods ? goods.courseId : ''}`
