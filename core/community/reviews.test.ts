import fc from 'fast-check'
import { OFFICE } from '../../platform/memory/market'
import { memoryReaders, refusal, SPRING } from '../../platform/memory/readers'
import { MEI, ZHOU } from '../../platform/memory/school'
import { officeTerms } from '../catalog/officeTerms'
import { reviewRefunds } from '../orders/reviewRefunds'
import type { Doc } from '../ports'
import { complain } from './complain'
import { Review } from './review'

/** Counted from the documents alone. */
const rebuilt = (reviews: Doc[]): number[] =>
  [1, 2, 3, 4, 5].map((stars) => reviews.filter((one) => one.state === 'shown' && one.stars === stars).length)

const aboutReviews = (letters: Doc[]): Doc[] => letters.filter(({ kind }) => String(kind).startsWith('review'))

const NOBODY = { userId: '', openid: '', roles: [] }

describe('who may say what they think', () => {
  test('somebody who owns the course and has studied a little; a stranger reads', async () => {
    const { list, write, buy, study } = await memoryReaders()
    expect((await list(MEI)).may).toBe('own')
    expect(await refusal(write(MEI, 5, '好'))).toBe('NOT_OWNED')
    await buy(MEI, { kind: 'course', courseId: 'water' })
    expect((await list(MEI)).may).toBe('study')
    expect(await refusal(write(MEI, 5, '好'))).toBe('STUDY_FIRST')
    await study(MEI, 'water', '01-why', 15)
    expect((await list(MEI)).may).toBe('yes')

    const { mine, rating } = await write(MEI, 4, '读完就去倒水了')
    const review = {
      reviewId: mine.reviewId,
      stars: 4,
      text: '读完就去倒水了',
      author: { nickname: '小梅', avatarUrl: null },
      watchedPercent: 50,
      helpful: 0,
      isHelpfulToMe: false,
      isMine: true,
      answer: null,
      writtenAt: '2026-11-21T02:00:17.000Z',
      changedAt: null,
      region: null,
    }
    expect(mine).toEqual({ ...review, state: 'shown', hiddenWhy: '' })
    expect(rating).toEqual({ count: 1, average: 4, byStars: [0, 0, 0, 1, 0] })
    expect(await list(NOBODY)).toEqual({
      action: 'list',
      rating,
      reviews: [{ ...review, isMine: false }],
      next: null,
      may: 'own',
      mine: null,
      mayAnswer: false,
    })
    expect(await refusal(write(NOBODY, 5))).toBe('NEED_LOGIN')
    expect(await refusal(list(MEI, 'no-such-course'))).toBe('COURSE_NOT_FOUND')
  })

  test('two phones at once leave one review, and one in the sums', async () => {
    const { reader, write, list, store } = await memoryReaders()
    const mei = await reader('mei')
    await Promise.all([write(mei, 5, '很好'), write(mei, 2, '一般'), write(mei, 5, '很好')])
    expect(store.all('reviews')).toHaveLength(1)
    const { rating, reviews } = await list(mei)
    expect(rating.count).toBe(1)
    expect(rating.byStars[(reviews[0]?.stars ?? 0) - 1]).toBe(1)
  })

  test('words that are not fit are not kept; what WeChat cannot check waits for the school', async () => {
    const { reader, write, list, store, office } = await memoryReaders()
    const mei = await reader('mei')
    expect(await refusal(write(mei, 5, '这里有违禁内容'))).toBe('WORDS_REFUSED')
    expect(store.all('reviews')).toEqual([])

    const onTheWeb = { ...mei, openid: '' }
    expect((await write(onTheWeb, 5, '在网页上写的')).mine.state).toBe('waiting')
    expect((await list(ZHOU)).reviews).toEqual([])
    const waiting = await office({ action: 'waiting' })
    if (waiting.action !== 'waiting') throw new Error('not the list')
    expect(waiting.reviews.map(({ text, courseTitle }) => [text, courseTitle])).toEqual([
      ['在网页上写的', '喝水的学问'],
    ])
    await office({ action: 'show', reviewId: waiting.reviews[0]?.reviewId ?? '', rev: 1 })
    expect((await list(ZHOU)).rating).toEqual({ count: 1, average: 5, byStars: [0, 0, 0, 0, 1] })
    expect((await write(onTheWeb, 4, '')).mine.state).toBe('shown')
  })

  test('a review says from which region it was written, and never from which address', async () => {
    const { reader, write, list, answer, store } = await memoryReaders()
    const mei = await reader('mei')
    const from = (clientIp: string) => ({ ...mei, clientIp })
    const shown = async () => (await list(ZHOU)).reviews.map(({ region }) => region)
    const { reviewId } = (await write(from('192.0.2.1'), 5, '好课')).mine
    expect(await shown()).toEqual([{ zh: '浙江', en: 'Zhejiang' }])
    // Sent again it is what it was; changed elsewhere it is from there.
    await write(from('203.0.113.1'), 5, '好课')
    expect(await shown()).toEqual([{ zh: '浙江', en: 'Zhejiang' }])
    await write(from('203.0.113.1'), 4, '好课')
    expect(await shown()).toEqual([{ zh: '新西兰', en: 'New Zealand' }])
    await write(from('10.0.0.1'), 3, '好课')
    expect(await shown()).toEqual([null])
    await answer({ ...OFFICE, clientIp: '198.51.100.1' }, reviewId, '谢谢')
    expect((await list(ZHOU)).reviews[0]?.answer?.region).toEqual({ zh: '中国香港', en: 'Hong Kong, China' })
    expect(JSON.stringify(store.all('reviews'))).not.toMatch(/\d+\.\d+\.\d+\.\d+/)
  })
})

describe('a course whose reviews are looked at before they are shown', () => {
  const held = (isHeldBack: boolean) => ({ action: 'holdBack', courseId: 'water', isHeldBack }) as const
  async function given() {
    const world = await memoryReaders()
    const mei = await world.reader('mei')
    await world.office(held(true))
    const waiting = async () => {
      const told = await world.office({ action: 'waiting' })
      if (told.action !== 'waiting') throw new Error('not the list')
      return told.reviews.map(({ reviewId, text, stars, rev }) => ({ reviewId, text, stars, rev }))
    }
    const mine = async () => (await world.list(mei)).mine?.state
    const counted = async () => (await world.list(ZHOU)).rating.count
    return { ...world, mei, waiting, mine, counted }
  }

  test('only its author sees one, stars alone too, and it does not count, until somebody has looked', async () => {
    const { write, office, mei, waiting, mine, counted, list } = await given()
    expect(await office({ action: 'course', courseId: 'water' })).toEqual({ action: 'course', isHeldBack: true })
    await write(mei, 5, '')
    expect([await mine(), await counted(), (await list(ZHOU)).reviews]).toEqual(['waiting', 0, []])
    await write(mei, 4, '好课')
    const [one] = await waiting()
    if (!one) throw new Error('nothing waits')
    expect(one).toMatchObject({ text: '好课', stars: 4 })
    await Promise.all([1, 2].map(() => office({ action: 'show', reviewId: one.reviewId, rev: one.rev })))
    expect([await mine(), await counted(), await waiting()]).toEqual(['shown', 1, []])
    // Changed, it waits again and counts for nothing meanwhile; sent again as it is, it stays.
    await write(mei, 4, '好课')
    expect(await counted()).toBe(1)
    await write(mei, 2, '好课,就是短')
    expect([await mine(), await counted(), (await list(ZHOU)).reviews]).toEqual(['waiting', 0, []])
  })

  test('what somebody looked at is what is shown: words changed meanwhile are not', async () => {
    const { write, office, mei, waiting, mine } = await given()
    await write(mei, 5, '好课')
    const [seen] = await waiting()
    if (!seen) throw new Error('nothing waits')
    await write(mei, 5, '加我微信')
    expect(await refusal(office({ action: 'show', reviewId: seen.reviewId, rev: seen.rev }))).toBe('CHANGED_MEANWHILE')
    expect(await mine()).toBe('waiting')
    await office({ action: 'hide', reviewId: seen.reviewId, why: '这里不发广告' })
    expect([await mine(), await waiting()]).toEqual(['hidden', []])
  })

  test('switched off, what waits goes on waiting, whatever its author changes; what comes then is shown', async () => {
    const { write, office, mei, waiting, mine, reader } = await given()
    await write(mei, 5, '好课')
    await office(held(false))
    await write(mei, 5, '好课')
    await write(mei, 5, '好课呀')
    expect(await mine()).toBe('waiting')
    expect((await write(await reader('zhang'), 3, '还行')).mine.state).toBe('shown')
    const [one] = await waiting()
    await office({ action: 'show', reviewId: one?.reviewId ?? '', rev: one?.rev ?? 0 })
    expect((await write(mei, 4, '改一改')).mine.state).toBe('shown')
  })

  test('whatever happens in whatever order, the sums are those of what is shown', async () => {
    const step = fc.record({
      who: fc.constantFrom('mei', 'zhang', 'li'),
      does: fc.constantFrom('write', 'write', 'remove', 'show', 'showAgain', 'hide', 'hold', 'free', 'helpful'),
      stars: fc.integer({ min: 1, max: 5 }),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const { reader, write, remove, office, store, list, helpful } = await memoryReaders()
        const people = { mei: await reader('mei'), zhang: await reader('zhang'), li: await reader('li') }
        const book = () => store.all('reviews').map((doc) => Review.parse(doc))
        for (const { who, does, stars } of steps) {
          const caller = people[who]
          const mine = book().find(({ userId }) => userId === who)
          const about = { reviewId: mine?._id ?? 'none', rev: mine?.rev ?? 0 }
          const acts = {
            write: () => write(caller, stars, '说一句'),
            remove: () => remove(caller),
            show: () => office({ action: 'show', ...about }),
            showAgain: () => Promise.all([1, 2].map(() => office({ action: 'show', ...about }))),
            hide: () => office({ action: 'hide', reviewId: about.reviewId, why: '不合适' }),
            hold: () => office(held(true)),
            free: () => office(held(false)),
            helpful: () => helpful(people[who === 'mei' ? 'li' : 'mei'], about.reviewId),
          }
          await refusal(acts[does]())
          expect((await list(ZHOU)).rating.byStars).toEqual(rebuilt(store.all('reviews')))
        }
      }),
      { numRuns: 40 },
    )
  })
})

describe('the sums', () => {
  test('follow every change, and counting anew changes nothing', async () => {
    const { reader, write, remove, list, office, store } = await memoryReaders()
    const people = await Promise.all(Array.from({ length: 12 }, (_, n) => reader(`reader${n}`)))
    await Promise.all(people.map((who, n) => write(who, (n % 5) + 1)))
    expect((await list(MEI)).rating).toEqual({ count: 12, average: 2.8, byStars: [3, 3, 2, 2, 2] })
    const [first, second] = people
    if (!first || !second) throw new Error('nobody')
    await write(first, 5)
    await remove(second)
    const { rating } = await list(MEI)
    expect(rating).toEqual({ count: 11, average: 3.2, byStars: [2, 2, 2, 2, 3] })

    expect(await office({ action: 'recount', courseId: 'water' })).toEqual({ action: 'recount', rating })
    // Somebody spoils them: they are counted back.
    for (const doc of store.all('tallies')) await store.put('tallies', { ...doc, sums: { stars1: 99 } })
    expect(await office({ action: 'recount', courseId: 'water' })).toEqual({ action: 'recount', rating })
    expect(rebuilt(store.all('reviews'))).toEqual(rating.byStars)
  })

  test('whoever gave the course back is no longer counted, and is again once the course is theirs again', async () => {
    const { paid, study, write, list, ports, order, settled } = await memoryReaders()
    const orderId = await paid(MEI, SPRING)
    await study(MEI, 'spring-ink', '01-brush', 30)
    await write(MEI, 5, '想画一枝', 'spring-ink')
    await reviewRefunds(ports)(OFFICE, { action: 'give', orderId, fen: 19900, reason: '不合适' })
    await settled()
    expect(order(orderId).state).toBe('refunded')
    const after = await list(MEI, 'spring-ink')
    expect([after.rating.count, after.reviews, after.mine?.state]).toEqual([0, [], 'withdrawn'])

    await paid(MEI, SPRING)
    await study(MEI, 'spring-ink', '01-brush', 30)
    expect((await write(MEI, 4, '还是想学', 'spring-ink')).rating.count).toBe(1)
  })
})

describe('helpful', () => {
  test('once per person, however often and at once; not one’s own', async () => {
    const { reader, write, helpful, list } = await memoryReaders()
    const mei = await reader('mei')
    const { reviewId } = (await write(mei, 5, '有用')).mine
    await Promise.all([helpful(ZHOU, reviewId), helpful(ZHOU, reviewId), helpful(ZHOU, reviewId)])
    expect((await list(ZHOU)).reviews.map(({ helpful: n, isHelpfulToMe }) => [n, isHelpfulToMe])).toEqual([[1, true]])
    expect(await refusal(helpful(mei, reviewId))).toBe('REVIEW_NOT_FOUND')
    expect((await helpful(ZHOU, reviewId, false)).helpful).toBe(0)
    expect((await helpful(ZHOU, reviewId, false)).helpful).toBe(0)
  })

  test('the list turns pages by time and by how helpful, and misses nobody', async () => {
    const { reader, write, helpful, list, clock } = await memoryReaders()
    const ids: string[] = []
    for (let n = 0; n < 5; n++) {
      const who = await reader(`reader${n}`)
      clock.advance(1000)
      ids.push((await write(who, 5, `第 ${n} 个`)).mine.reviewId)
    }
    await helpful(ZHOU, ids[1] ?? '')
    await helpful(MEI, ids[1] ?? '')
    await helpful(ZHOU, ids[3] ?? '')
    async function walk(order: 'newest' | 'helpful') {
      const texts: string[] = []
      for (let after: string | undefined; ; ) {
        const page = await list(MEI, 'water', { order, size: 2, ...(after && { after }) })
        texts.push(...page.reviews.map(({ text }) => text))
        if (!page.next) return texts
        after = page.next
      }
    }
    expect(await walk('newest')).toEqual(['第 4 个', '第 3 个', '第 2 个', '第 1 个', '第 0 个'])
    expect(await walk('helpful')).toEqual(['第 1 个', '第 3 个', '第 4 个', '第 2 个', '第 0 个'])
  })
})

describe('the school', () => {
  test('the teacher answers, and the learner hears of it once', async () => {
    const { reader, write, answer, list, ports, store } = await memoryReaders()
    const mei = await reader('mei')
    const { reviewId } = (await write(mei, 3, '有点短')).mine
    expect(await refusal(answer(ZHOU, reviewId, '谢谢'))).toBe('FORBIDDEN')
    await officeTerms(ports)(OFFICE, {
      action: 'course',
      courseId: 'water',
      share: { userId: 'zhou', percent: 50 },
      forMembers: 'none',
    })
    expect((await list(ZHOU)).mayAnswer).toBe(true)
    await answer(ZHOU, reviewId, '下一版会长一点')
    await answer(ZHOU, reviewId, '下一版会长一些')
    expect((await list(mei)).reviews[0]?.answer).toMatchObject({ text: '下一版会长一些', by: 'teacher' })
    expect(aboutReviews(store.all('letters')).map(({ userId, kind, facts }) => ({ userId, kind, facts }))).toEqual([
      {
        userId: 'mei',
        kind: 'reviewAnswered',
        facts: { title: '喝水的学问', courseId: 'water', orderId: '', fen: 0, words: '下一版会长一点' },
      },
    ])
    expect(await refusal(answer({ ...ZHOU, openid: '' }, reviewId, '好'))).toBe('ONLY_IN_WECHAT')
  })

  test('a complaint is seen, the review hidden with a reason, and its author cannot bring it back', async () => {
    const { reader, write, remove, list, office, ports, store } = await memoryReaders()
    const mei = await reader('mei')
    const { reviewId } = (await write(mei, 1, '加我微信领资料')).mine
    const said = { about: 'review', id: reviewId, why: 'advertising', words: '广告' } as const
    await Promise.all([complain(ports)(ZHOU, said), complain(ports)(ZHOU, said)])
    const seen = await office({ action: 'complaints' })
    if (seen.action !== 'complaints') throw new Error('not the list')
    expect(seen.complaints).toEqual([
      {
        complaintId: expect.any(String),
        about: 'review',
        why: 'advertising',
        words: '广告',
        at: expect.any(String),
        courseId: 'water',
        courseTitle: '喝水的学问',
        review: expect.objectContaining({ reviewId, text: '加我微信领资料', state: 'shown' }),
      },
    ])
    await office({ action: 'hide', reviewId, why: '这里不发广告' })
    expect(await office({ action: 'complaints' })).toEqual({ action: 'complaints', complaints: [], next: null })
    const { rating, reviews, mine } = await list(mei)
    expect([rating.count, reviews, mine?.state, mine?.hiddenWhy]).toEqual([0, [], 'hidden', '这里不发广告'])
    expect(await refusal(write(mei, 1, '再发一次'))).toBe('REVIEW_HIDDEN')
    await remove(mei)
    expect((await list(mei)).mine?.state).toBe('hidden')
    expect(aboutReviews(store.all('letters')).map(({ kind }) => kind)).toEqual(['reviewHidden'])
    expect(await refusal(complain(ports)(ZHOU, { ...said, id: 'nothing' }))).toBe('REVIEW_NOT_FOUND')
  })

  test('a course can be complained about as well, and the complaint closed', async () => {
    const { office, ports } = await memoryReaders()
    await complain(ports)(MEI, { about: 'course', id: 'water', why: 'false', words: '水说成药' })
    const seen = await office({ action: 'complaints' })
    if (seen.action !== 'complaints') throw new Error('not the list')
    const [complaint] = seen.complaints
    expect([complaint?.courseTitle, complaint?.review]).toEqual(['喝水的学问', null])
    await office({ action: 'close', complaintId: complaint?.complaintId ?? '', note: '已请老师改过' })
    expect(await office({ action: 'complaints' })).toEqual({ action: 'complaints', complaints: [], next: null })
  })
})
