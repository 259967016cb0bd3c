import { MEI, memorySchool } from '../../platform/memory/school'
import { issueCertificate } from '../certificates/issueCertificate'
import { verifyCertificate } from '../certificates/verifyCertificate'
import { AppError } from '../contract/errors'
import { enrolments } from '../entitlements/enrolments'
import { playLesson } from '../learning/playLesson'
import { recordProgress } from '../learning/recordProgress'
import { payNotify } from '../payments/payNotify'
import type { Caller } from '../ports'
import { buyCourse } from './buyCourse'
import { sweepOrders } from './sweepOrders'

const NOBODY: Caller = { userId: '', openid: '', roles: [] }
const SPRING = { courseId: 'spring-ink' }
const PAID_LESSON = { ...SPRING, lessonId: '02-branch' }

/** Mei has bought the course, and its money was given back in the merchant's console. */
async function given() {
  const world = await memorySchool()
  const { ports, payments, settled } = world
  const notify = async (notice: { headers: Record<string, string>; body: string }) => {
    const answer = await payNotify(ports)(NOBODY, notice)
    await settled()
    return answer
  }
  const buy = async () => {
    const bought = await buyCourse(ports)(MEI, SPRING)
    if (bought.status !== 'pay') throw new Error('nothing to pay')
    await notify(payments.pay(bought.orderId))
    return bought.orderId
  }
  return {
    ...world,
    buy,
    giveBack: (outTradeNo: string, fen = 19900) => notify(payments.refundNotice({ outTradeNo, fen })),
    play: () => playLesson(ports)(MEI, PAID_LESSON),
    study: (from: number, to: number) => recordProgress(ports)(MEI, { ...PAID_LESSON, from, to }),
    /** Every lesson from end to end, at the speed of time. */
    async finish() {
      for (const { lessonId, seconds } of [
        { lessonId: '01-brush', seconds: 100 },
        { lessonId: '02-branch', seconds: 60 },
        { lessonId: '03-blossom', seconds: 40 },
      ]) {
        await playLesson(ports)(MEI, { ...SPRING, lessonId })
        world.clock.advance(seconds * 1000)
        await recordProgress(ports)(MEI, { ...SPRING, lessonId, from: 0, to: seconds })
      }
    },
    certify: () => issueCertificate(ports)(MEI, SPRING),
    look: (number: string) => verifyCertificate(ports)(NOBODY, { number }),
  }
}

const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no refusal',
    (error) => (error instanceof AppError ? error.code : error),
  )

test('money given back whole shuts what it had opened, once however often it is told', async () => {
  const { buy, giveBack, play, study, store, clock } = await given()
  const orderId = await buy()
  await play()
  const at = clock.now().toISOString()
  expect(await giveBack(orderId)).toEqual({ outcome: 'noted' })
  expect(await giveBack(orderId)).toEqual({ outcome: 'noted' })

  expect(store.all('orders')).toMatchObject([{ state: 'refunded', refundedAt: at, todo: [], dueAt: null }])
  expect(store.all('enrolments')).toEqual([
    {
      _id: 'mei:spring-ink',
      userId: 'mei',
      courseId: 'spring-ink',
      grants: [{ source: `order:${orderId}`, grantedAt: at, until: null }],
      revoked: [`order:${orderId}`],
      hasAccess: false,
      accessUntil: null,
      enrolledAt: at,
      rev: 1,
    },
  ])
  expect(await refusal(play())).toBe('NOT_OWNED')
  expect(await refusal(study(0, 5))).toBe('LESSON_NOT_OPENED')
})

test('a part given back leaves the course open, and somebody is told', async () => {
  const { buy, giveBack, play, store, alerts } = await given()
  const orderId = await buy()
  await giveBack(orderId, 100)
  expect(store.all('orders')).toMatchObject([{ state: 'partlyRefunded', refundedFen: 100 }])
  expect((await play()).owned).toBe(true)
  expect(alerts).toEqual([{ code: 'PARTLY_REFUNDED', facts: { orderId, fen: 100 } }])
})

test('refunding one order never removes what another source gave', async () => {
  const { buy, giveBack, play, ports, store } = await given()
  const orderId = await buy()
  await enrolments(ports).grant('mei', 'spring-ink', 'gift:zhou', ports.clock.now().toISOString())
  await giveBack(orderId)
  expect((await play()).owned).toBe(true)
  expect(store.all('enrolments')).toMatchObject([{ hasAccess: true, revoked: [`order:${orderId}`] }])
})

test('a refund that overtakes the opening of the course leaves it shut', async () => {
  const { ports, payments, giveBack, store, settled, clock } = await given()
  const bought = await buyCourse(ports)(MEI, SPRING)
  // Paid and booked, but the function died before it opened the course.
  await payNotify({ ...ports, afterwards: () => {} })(NOBODY, payments.pay(bought.orderId))
  const late = store.all('orders')[0]
  await giveBack(bought.orderId)
  // The opening comes after all, from a worker that had read the order before.
  await enrolments(ports).grant('mei', 'spring-ink', `order:${late?._id}`, clock.now().toISOString())
  await settled()
  clock.advance(3_600_000)
  await sweepOrders(ports)(NOBODY, {})
  expect(store.all('enrolments')).toMatchObject([{ hasAccess: false, revoked: [`order:${late?._id}`] }])
  expect(store.all('orders')).toMatchObject([{ state: 'refunded', todo: [], dueAt: null }])
})

test('the certificate is withdrawn with the course, and valid again when it is bought anew', async () => {
  const { buy, giveBack, finish, certify, look, clock, store } = await given()
  const orderId = await buy()
  await finish()
  const { certificate } = await certify()
  const withdrawnAt = clock.now().toISOString()
  await giveBack(orderId)
  expect(await look(certificate.number)).toMatchObject({ certificate, revokedAt: withdrawnAt })
  expect(await refusal(certify())).toBe('NOT_OWNED')

  await buy()
  expect(store.all('orders')).toMatchObject([
    { attempt: 1, state: 'refunded' },
    { attempt: 2, state: 'paid' },
  ])
  expect((await certify()).certificate).toEqual(certificate)
  expect((await look(certificate.number)).revokedAt).toBeNull()
})
