import { OFFICE } from '../../platform/memory/market'
import { deathsIn, lived, mortal } from '../../platform/memory/mortal'
import { memoryReaders, SPRING } from '../../platform/memory/readers'
import { MEI, ZHOU } from '../../platform/memory/school'
import { redeemCode } from '../codes/redeemCode'
import type { Input, Output } from '../contract'
import type { LetterKind } from '../contract/inbox'
import { askRefund } from '../orders/askRefund'
import { reviewRefunds } from '../orders/reviewRefunds'
import type { Caller } from '../ports'
import { consents } from './consents'
import { inbox } from './inbox'
import { letterOf, writeLetter } from './letter'
import { purses } from './purses'
import { tellNews } from './tellNews'

async function given() {
  const readers = await memoryReaders()
  const { ports, clock } = readers
  let asked = 0
  return {
    ...readers,
    async box(who: Caller, after?: string) {
      const answer = await inbox(ports)(who, { action: 'list', ...(after && { after }) })
      return answer as Extract<Output<'inbox'>, { action: 'list' }>
    },
    inbox: (who: Caller, input: Input<'inbox'>) => inbox(ports)(who, input),
    async unread(who: Caller) {
      return (await inbox(ports)(who, { action: 'count' })).unread
    },
    write: (who: Caller, kind: LetterKind, about: string) =>
      writeLetter(ports, letterOf(ports, { userId: who.userId, kind, about, facts: { title: '春日水墨' } })),
    /** Allows one message of each of these, as WeChat's sheet does. */
    allow(who: Caller, accepted: ('service' | 'news')[], askId?: string) {
      clock.advance(2000)
      asked += 1
      return consents(ports)(who, { action: 'report', askId: askId ?? `asking-${asked}`, accepted })
    },
    held: async (who: Caller) => (await purses(ports).find(who.userId))?.held,
    tell: () => tellNews(ports)({ userId: '', openid: '', roles: [] }, {}),
  }
}

describe('what happens is written to whom it concerns', () => {
  test('a course opened, a refund refused and one done', async () => {
    const { paid, box, ports, settled } = await given()
    const orderId = await paid(MEI, SPRING)
    await ports.store.change('orders', orderId, {}, { set: { paidAt: '2026-01-01T00:00:00.000Z' } })
    const give = (fen: number) => reviewRefunds(ports)(OFFICE, { action: 'give', orderId, fen, reason: '课程改期' })
    await give(5000)
    await give(14900)
    await settled()
    const { letters: found, unread } = await box(MEI)
    expect(unread).toBe(3)
    expect(
      found.map(({ kind, facts, isRead }) => [kind, facts.title, facts.fen, facts.orderId, isRead]).sort(),
    ).toEqual([
      ['courseOpened', '春日水墨', 19900, orderId, false],
      ['refundDone', '春日水墨', 14900, orderId, false],
      ['refundDone', '春日水墨', 5000, orderId, false],
    ])
  })

  test('the school said no, and why', async () => {
    const { paid, box, ports, clock } = await given()
    const orderId = await paid(MEI, SPRING)
    clock.advance(8 * 24 * 3_600_000)
    const answer = await askRefund(ports)(MEI, { action: 'ask', orderId, reason: '没时间' })
    expect(answer.action === 'ask' && answer.order.refunds[0]?.state).toBe('asked')
    await reviewRefunds(ports)(OFFICE, { action: 'refuse', orderId, answer: '已经看完了九成' })
    expect((await box(MEI)).letters.find(({ kind }) => kind === 'refundRefused')?.facts.words).toBe('已经看完了九成')
  })

  test.each(deathsIn(6))(
    'the school said no, killed $when call $call: told once, when the no stands',
    async (death) => {
      const { paid, box, ports, clock, sweep, order } = await given()
      const orderId = await paid(MEI, SPRING)
      clock.advance(8 * 24 * 3_600_000)
      await askRefund(ports)(MEI, { action: 'ask', orderId, reason: '没时间' })
      await lived(
        reviewRefunds(mortal(ports, death).ports)(OFFICE, { action: 'refuse', orderId, answer: '看完了九成' }),
      )
      clock.advance(10 * 60_000)
      await sweep()
      const told = (await box(MEI)).letters.filter(({ kind }) => kind === 'refundRefused')
      expect(told.map(({ facts }) => facts.words)).toEqual(order(orderId).refund ? [] : ['看完了九成'])
      expect(order(orderId)).toMatchObject({ state: 'paid', todo: [], dueAt: null })
    },
  )

  test('taken back by the buyer, nobody writes to them', async () => {
    const { paid, box, ports, clock, sweep } = await given()
    const orderId = await paid(MEI, SPRING)
    clock.advance(8 * 24 * 3_600_000)
    await askRefund(ports)(MEI, { action: 'ask', orderId, reason: '没时间' })
    await askRefund(ports)(MEI, { action: 'withdraw', orderId })
    await sweep()
    expect((await box(MEI)).letters.map(({ kind }) => kind)).toEqual(['courseOpened'])
  })

  test('a friend took the gift: the giver hears of it, once', async () => {
    const { paid, box, ports, order } = await given()
    const orderId = await paid(MEI, { kind: 'gift', courseId: 'spring-ink' })
    const code = order(orderId).giftCode ?? ''
    await Promise.all([1, 2].map(() => redeemCode(ports)(ZHOU, { action: 'redeem', code })))
    expect((await box(MEI)).letters.map(({ kind, facts }) => [kind, facts.orderId])).toEqual([['giftClaimed', orderId]])
    expect((await box(ZHOU)).letters).toEqual([])
  })
})

describe('the inbox', () => {
  test('turns pages, and is nobody else’s', async () => {
    const { write, box, clock, inbox, unread } = await given()
    for (let n = 0; n < 25; n++) {
      clock.advance(1000)
      await write(MEI, 'certificate', String(n))
    }
    const first = await box(MEI)
    expect([first.letters.length, first.unread]).toEqual([20, 25])
    const second = await box(MEI, first.next ?? '')
    expect([second.letters.length, second.next, second.newest]).toEqual([5, null, null])
    expect(new Set([...first.letters, ...second.letters].map(({ letterId }) => letterId)).size).toBe(25)

    await inbox(ZHOU, { action: 'read', letterId: first.letters[0]?.letterId ?? '' })
    expect(await unread(MEI)).toBe(25)
    await inbox(MEI, { action: 'read', letterId: first.letters[0]?.letterId ?? '' })
    await inbox(MEI, { action: 'read', letterId: first.letters[0]?.letterId ?? '' })
    expect(await unread(MEI)).toBe(24)
  })

  test('two phones read at once, one with an older list: what came after it is unread, and nothing is unread again', async () => {
    const { write, box, clock, inbox, unread } = await given()
    await write(MEI, 'certificate', 'a')
    const old = await box(MEI)
    clock.advance(1000)
    await write(MEI, 'certificate', 'b')
    const fresh = await box(MEI)
    clock.advance(1000)
    await write(MEI, 'certificate', 'c')
    await Promise.all([
      inbox(MEI, { action: 'readAll', upTo: fresh.newest ?? '' }),
      inbox(MEI, { action: 'readAll', upTo: old.newest ?? '' }),
    ])
    expect(await unread(MEI)).toBe(1)
    await inbox(MEI, { action: 'readAll', upTo: old.newest ?? '' })
    expect(await unread(MEI)).toBe(1)
    // Nobody reads what is not written yet.
    await inbox(MEI, { action: 'readAll', upTo: '9999' })
    clock.advance(1000)
    await write(MEI, 'certificate', 'd')
    expect(await unread(MEI)).toBe(1)
  })
})

describe('consents', () => {
  test('are counted as the sheet was answered; the same asking twice is one, and a flood is not believed', async () => {
    const { allow, ports, clock } = await given()
    expect(await consents(ports)(MEI, { action: 'look' })).toEqual({
      templates: [
        { key: 'service', templateId: 'T-service', held: 0 },
        { key: 'news', templateId: 'T-news', held: 0 },
      ],
    })
    await allow(MEI, ['service', 'news'], 'first-asking')
    const again = await allow(MEI, ['service', 'news'], 'first-asking')
    expect(again.templates.map(({ held }) => held)).toEqual([1, 1])
    // All in one moment: WeChat's sheet cannot be tapped like that.
    clock.advance(2000)
    const flood = Array.from({ length: 10 }, (_, n) =>
      consents(ports)(MEI, { action: 'report', askId: `flood-${n}`, accepted: ['news'] }),
    )
    await Promise.all(flood)
    const { templates } = await allow(MEI, [])
    expect(templates.map(({ held }) => held)).toEqual([1, 2])
    for (let n = 0; n < 40; n++) await allow(MEI, ['news'])
    expect((await consents(ports)(MEI, { action: 'look' })).templates[1]?.held).toBe(20)
    expect(await consents(ports)({ ...MEI, openid: '' }, { action: 'look' })).toEqual({ templates: [] })
  })

  test('are spent by value: the last one is kept for what matters more', async () => {
    const { allow, write, tell, told, held } = await given()
    await allow(MEI, ['service', 'news'])
    await write(MEI, 'giftClaimed', 'a')
    await write(MEI, 'priceFell', 'b')
    expect(await tell()).toEqual({ sent: 0, refused: 0, spared: 2, written: 0, failed: 0 })
    await write(MEI, 'refundDone', 'c')
    await write(MEI, 'reviewAnswered', 'd')
    expect(await tell()).toEqual({ sent: 2, refused: 0, spared: 0, written: 0, failed: 0 })
    expect(told.map(({ kind, template, openid }) => [kind, template, openid])).toEqual([
      ['refundDone', 'service', 'o-mei'],
      ['reviewAnswered', 'news', 'o-mei'],
    ])
    expect(await held(MEI)).toEqual({ opened: 0, service: 0, news: 0 })
  })

  test('one consent and two workers with two letters: one message', async () => {
    const { allow, write, tell, told } = await given()
    await allow(MEI, ['service'])
    await write(MEI, 'refundDone', 'a')
    await write(MEI, 'refundDone', 'b')
    const counts = await Promise.all([tell(), tell(), tell()])
    expect(told).toHaveLength(1)
    expect(counts.reduce((sum, { sent }) => sum + sent, 0)).toBe(1)
    expect(counts.reduce((sum, { spared }) => sum + spared, 0)).toBe(1)
  })

  test('one letter and three workers with two consents: one message', async () => {
    const { allow, write, tell, told, held } = await given()
    await allow(MEI, ['service'])
    await allow(MEI, ['service'])
    await write(MEI, 'refundDone', 'a')
    await Promise.all([tell(), tell(), tell()])
    expect(told).toHaveLength(1)
    expect(await held(MEI)).toEqual({ opened: 0, service: 1, news: 0 })
  })

  test('WeChat knows better: refused, the count is nothing', async () => {
    const { allow, write, tell, held, consent } = await given()
    await allow(MEI, ['service'])
    await allow(MEI, ['service'])
    consent(() => false)
    await write(MEI, 'refundDone', 'a')
    expect((await tell()).refused).toBe(1)
    expect(await held(MEI)).toEqual({ opened: 0, service: 0, news: 0 })
  })

  test('WeChat cannot be reached: the consent is kept, and it is tried again later, not for ever', async () => {
    const { allow, write, ports, held, clock, alerts } = await given()
    await allow(MEI, ['service'])
    await write(MEI, 'refundDone', 'a')
    const broken = { ...ports, messages: { ...ports.messages, tell: async () => Promise.reject(new Error('down')) } }
    const tell = () => tellNews(broken)({ userId: '', openid: '', roles: [] }, {})
    expect((await tell()).failed).toBe(1)
    expect((await tell()).failed).toBe(0)
    expect(await held(MEI)).toEqual({ opened: 0, service: 1, news: 0 })
    for (let n = 0; n < 10; n++) {
      clock.advance(6 * 60_000)
      await tell()
    }
    expect(alerts.filter(({ code }) => code === 'MESSAGE_FAILED')).toHaveLength(5)
  })
})
