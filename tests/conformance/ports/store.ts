import { randomBytes } from 'node:crypto'
import type { Change, Doc, Filter, Store, Sum } from '../../../core/ports'
import { transactionCases } from './storeTransactions'

/** A store to be tried, and how to leave it. Its collection is called `NOTES` and may hold documents of others. */
export type StoreWorld = { store: Store; close(): Promise<void> }

export const NOTES = 'conformanceNotes'

/** What every `Store` must do, whoever keeps the documents. Each case works under ids and a `run` of its own. */
export function storeSuite(name: string, open: () => Promise<StoreWorld>): void {
  describe(`the documents of ${name}`, () => {
    let world: StoreWorld
    let store: Store
    let run: string
    const id = (word: string) => `${run}-${word}`

    beforeAll(async () => {
      world = await open()
      store = world.store
    }, 60_000)
    afterAll(() => world?.close())
    beforeEach(() => {
      run = randomBytes(6).toString('hex')
    })

    const keep = async (documents: Record<string, Record<string, unknown>>): Promise<void> => {
      for (const [word, fields] of Object.entries(documents))
        expect(await store.insert(NOTES, { _id: id(word), run, ...fields })).toBe(true)
    }
    /** The words of the documents found, in order. */
    const found = async (where: Filter, orderBy: [string, 'asc' | 'desc'][] = [['_id', 'asc']], limit = 100) =>
      (await store.find(NOTES, { where: { run, ...where }, orderBy, limit })).map(({ _id }) =>
        _id.slice(run.length + 1),
      )
    const read = (word: string): Promise<Doc | null> => store.get(NOTES, id(word))
    const change = (word: string, change: Change, when: Filter = {}) => store.change(NOTES, id(word), when, change)
    /** What is kept of a document beside its name. */
    const rest = (doc: Doc | null) => {
      if (!doc) return null
      const { _id, run: _, ...fields } = doc
      return fields
    }

    describe('one document', () => {
      test('comes back as it was put in, with lists, nulls and documents inside', async () => {
        const fields = { title: '春山', fen: 19900, free: false, none: null, tags: ['ink'], meta: { level: { of: 3 } } }
        await keep({ spring: fields })
        expect(await read('spring')).toEqual({ _id: id('spring'), run, ...fields })
      })

      test('that nobody wrote is null', async () => {
        expect(await read('nobody')).toBeNull()
      })

      test('is taken away only while it meets the condition, once, and then may be there anew', async () => {
        await keep({ spring: { state: 'over' } })
        const remove = (when: Filter) => store.remove(NOTES, id('spring'), when)
        expect([await remove({ state: 'open' }), rest(await read('spring'))]).toEqual([false, { state: 'over' }])
        expect([await remove({ state: 'over' }), await read('spring'), await remove({})]).toEqual([true, null, false])
        await keep({ spring: { state: 'anew' } })
        expect(rest(await read('spring'))).toEqual({ state: 'anew' })
      })

      test('comes together with others that there are, and without those that there are not', async () => {
        await keep({ spring: { meta: { x: 1 } }, summer: { fen: 2, tags: ['a'] }, autumn: { none: null } })
        const both = await store.getWith(NOTES, id('spring'), {
          [NOTES]: [id('summer'), id('nobody'), id('autumn')],
        })
        expect(rest(both?.doc ?? null)).toEqual({ meta: { x: 1 } })
        expect(both?.doc._id).toBe(id('spring'))
        const others = both?.others[NOTES]?.sort((a, b) => (a._id < b._id ? -1 : 1))
        expect(others?.map(rest)).toEqual([{ none: null }, { fen: 2, tags: ['a'] }])
      })

      test('comes with nothing when there are no others, and not at all when it is not there', async () => {
        await keep({ spring: {} })
        expect((await store.getWith(NOTES, id('spring'), { [NOTES]: [id('nobody')] }))?.others).toEqual({ [NOTES]: [] })
        expect((await store.getWith(NOTES, id('spring'), { [NOTES]: [] }))?.others).toEqual({ [NOTES]: [] })
        expect((await store.getWith(NOTES, id('spring'), {}))?.others).toEqual({})
        expect(await store.getWith(NOTES, id('nobody'), { [NOTES]: [id('spring')] })).toBeNull()
      })

      test('inserted a second time is refused and left as it was', async () => {
        await keep({ spring: { n: 1 } })
        expect(await store.insert(NOTES, { _id: id('spring'), run, n: 2 })).toBe(false)
        expect(rest(await read('spring'))).toEqual({ n: 1 })
      })

      test('inserted by twenty at once is inserted by one', async () => {
        const answers = await Promise.all(
          Array.from({ length: 20 }, (_, n) => store.insert(NOTES, { _id: id('race'), run, n })),
        )
        expect(answers.filter(Boolean)).toHaveLength(1)
        expect(rest(await read('race'))).toEqual({ n: answers.indexOf(true) })
      })

      test('put replaces whole, whether it was there or not', async () => {
        await store.put(NOTES, { _id: id('spring'), run, a: 1, meta: { x: 1, y: 2 } })
        await store.put(NOTES, { _id: id('spring'), run, meta: { y: 3 } })
        expect(rest(await read('spring'))).toEqual({ meta: { y: 3 } })
      })

      test('what was read is the reader’s own: altering it alters nothing kept', async () => {
        await keep({ spring: { meta: { x: 1 } } })
        Object.assign((await read('spring')) ?? {}, { meta: 'scribbled over' })
        expect(rest(await read('spring'))).toEqual({ meta: { x: 1 } })
      })
    })

    describe('a question', () => {
      beforeEach(() =>
        keep({
          a: { fen: 0, title: 'Ink (I)', tags: ['ink', 'tea'], meta: { level: 1 }, at: '2026-01-01' },
          b: { fen: 990, title: 'ink.ii', tags: [], meta: { level: 2 }, at: null },
          c: { fen: 19900, title: '一杯茶', tags: ['tea'], meta: { level: null }, at: '2026-03-01' },
          d: { fen: '990', title: '100% INK+', grants: [{ source: 'gift' }, { source: 'order:1' }] },
        }),
      )

      const questions: [story: string, where: Filter, words: string[]][] = [
        ['equal', { fen: 990 }, ['b']],
        ['equal to a text is not equal to the number', { fen: '990' }, ['d']],
        ['greater', { fen: { gt: 0 } }, ['b', 'c']],
        ['greater or equal', { fen: { gte: 0 } }, ['a', 'b', 'c']],
        ['less, numbers only among numbers', { fen: { lt: 19900 } }, ['a', 'b']],
        ['less or equal', { fen: { lte: 990 } }, ['a', 'b']],
        ['texts only among texts', { fen: { gte: '' } }, ['d']],
        ['a range', { fen: [{ gt: 0 }, { lt: 19900 }] }, ['b']],
        ['a range of days', { at: [{ gte: '2026-01-01' }, { lt: '2026-02-01' }] }, ['a']],
        ['not equal, also where there is nothing', { at: { ne: '2026-01-01' } }, ['b', 'c', 'd']],
        ['something, whatever it is', { at: { ne: null } }, ['a', 'c']],
        ['null is also what is missing', { at: null }, ['b', 'd']],
        ['null is at least null', { at: { gte: null } }, ['b', 'd']],
        ['one of several', { fen: { in: [0, 19900, 5] } }, ['a', 'c']],
        ['one of several, null among them', { at: { in: [null, '2026-03-01'] } }, ['b', 'c', 'd']],
        ['one of none', { fen: { in: [] } }, []],
        ['two conditions of different kinds on one field', { fen: [{ gte: 0 }, { ne: 990 }] }, ['a', 'c']],
        ['a text and one of several, together', { title: [{ matches: 'ink' }, { in: ['ink.ii', '一杯茶'] }] }, ['b']],
        ['a bare value and a condition, together', { fen: [990, { gt: 5 }] }, ['b']],
        ['a path into a document', { 'meta.level': { gte: 2 } }, ['b']],
        ['a path that leads nowhere is null', { 'meta.level': null }, ['c', 'd']],
        ['a list contains', { tags: 'tea' }, ['a', 'c']],
        ['a list does not contain', { tags: { ne: 'tea' } }, ['b', 'd']],
        ['a list contains one of several', { tags: { in: ['ink', 'water'] } }, ['a']],
        ['a list has a text that is found', { tags: { matches: 'IN' } }, ['a']],
        ['a path through a list of documents', { 'grants.source': 'order:1' }, ['d']],
        ['no document of the list has it', { 'grants.source': { ne: 'gift' } }, ['a', 'b', 'c']],
        ['text in any case', { title: { matches: 'INK' } }, ['a', 'b', 'd']],
        ['text in Chinese', { title: { matches: '杯' } }, ['c']],
        ['a dot is a dot', { title: { matches: 'ink.' } }, ['b']],
        ['brackets are brackets', { title: { matches: '(i)' } }, ['a']],
        ['a plus is a plus', { title: { matches: 'ink+' } }, ['d']],
        ['an unfinished bracket is found or not, and breaks nothing', { title: { matches: '[a-' } }, []],
        ['a backslash, a dollar and a caret too', { title: { matches: '^\\$' } }, []],
        ['several fields, all at once', { tags: 'tea', fen: { gt: 0 } }, ['c']],
      ]
      test.each(questions)('%s', async (_, where, words) => {
        expect(await found(where)).toEqual(words)
      })

      test('the order asked for: nothing first, then numbers, then texts, and backwards', async () => {
        expect(
          await found({}, [
            ['at', 'asc'],
            ['_id', 'asc'],
          ]),
        ).toEqual(['b', 'd', 'a', 'c'])
        expect(
          await found({}, [
            ['at', 'desc'],
            ['_id', 'desc'],
          ]),
        ).toEqual(['c', 'a', 'd', 'b'])
        expect(await found({}, [['fen', 'asc']])).toEqual(['a', 'b', 'c', 'd'])
        expect(await found({}, [['fen', 'desc']])).toEqual(['d', 'c', 'b', 'a'])
      })

      test('an order by a path into a document', async () => {
        expect(
          await found({}, [
            ['meta.level', 'desc'],
            ['_id', 'asc'],
          ]),
        ).toEqual(['b', 'a', 'c', 'd'])
      })

      test('the first so many of the order', async () => {
        expect(await found({}, [['_id', 'desc']], 2)).toEqual(['d', 'c'])
      })
    })

    test('a question answers at most a hundred, whatever was asked for', async () => {
      await Promise.all(Array.from({ length: 103 }, (_, n) => store.put(NOTES, { _id: id(`${1000 + n}`), run })))
      const all = await found({}, [['_id', 'asc']], 500)
      expect(all).toEqual(Array.from({ length: 100 }, (_, n) => `${1000 + n}`))
    }, 60_000)

    describe('a sum', () => {
      beforeEach(() =>
        keep({
          a: { day: 'mon', kind: 'sale', lines: [line('gateway:alipay', 990), line('held', 10), line('sales', -1000)] },
          b: { day: 'mon', kind: 'sale', goods: 'course:ink', lines: [line('held', 500), line('sales', -500)] },
          c: {
            day: 'tue',
            kind: 'sale',
            goods: 'course:tea',
            lines: [line('gateway:wechatPay', 7), line('sales', -7)],
          },
          d: { day: 'tue', kind: 'refund', goods: 'topUp', lines: [line('sales', 7), line('gateway:wechatPay', -7)] },
          e: { day: 'wed', kind: 'sale', goods: null, lines: [] },
        }),
      )

      const line = (account: string, amount: number) => ({ account, amount })
      const rows = async (sum: Omit<Sum, 'where'>, where: Filter = {}) =>
        (await store.sum(NOTES, { ...sum, where: { run, ...where } }))
          .map(({ by, sum: total, count }) => [...by, total, count].join(' '))
          .sort()

      test('of the elements of lists, by their fields and the document’s; each document counts once', async () => {
        expect(await rows({ each: 'lines', of: 'lines.amount', by: ['day', 'lines.account'] })).toEqual([
          'mon gateway:alipay 990 1',
          'mon held 510 1',
          'mon sales -1500 0',
          'tue gateway:wechatPay 0 1',
          'tue sales 0 1',
        ])
      })

      test('by what stands before a colon; what is missing, or null, is one row', async () => {
        const by = [{ kindOf: 'goods' }, { kindOf: 'lines.account' }]
        expect(await rows({ each: 'lines', of: 'lines.amount', by }, { day: { in: ['mon', 'tue'] } })).toEqual([
          ' gateway 990 1',
          ' held 10 0',
          ' sales -1000 0',
          'course gateway 7 1',
          'course held 500 1',
          'course sales -507 0',
          'topUp gateway -7 0',
          'topUp sales 7 1',
        ])
        expect(await rows({ of: 'fen', by: [{ kindOf: 'goods' }] })).toEqual([' 0 2', 'course 0 2', 'topUp 0 1'])
      })

      test('of everything together, and of nothing', async () => {
        expect(await rows({ each: 'lines', of: 'lines.amount', by: [] })).toEqual(['0 4'])
        expect(await rows({ each: 'lines', of: 'lines.amount', by: ['day'] }, { day: 'sun' })).toEqual([])
      })

      test('of more documents and rows than a question answers', async () => {
        await Promise.all(
          Array.from({ length: 130 }, (_, n) => store.put(NOTES, { _id: id(`${n}`), run, many: n, fen: 3, of: n % 2 })),
        )
        const where = { many: { gte: 0 } }
        expect(await rows({ of: 'fen', by: ['of'] }, where)).toEqual(['0 195 65', '1 195 65'])
        expect(await rows({ of: 'fen', by: ['many'] }, where)).toHaveLength(130)
      }, 60_000)
    })

    describe('a change', () => {
      test('happens while its conditions are met, and answers the document as it is afterwards', async () => {
        await keep({ order: { state: 'pending', fen: 990 } })
        const paid = await change(
          'order',
          { set: { state: 'paid', dueAt: null } },
          { state: 'pending', fen: { gt: 0 } },
        )
        expect(paid).toEqual({ _id: id('order'), run, state: 'paid', fen: 990, dueAt: null })
        expect(await read('order')).toEqual(paid)
      })

      test('does not happen when they are not, and answers null', async () => {
        await keep({ order: { state: 'paid' } })
        expect(await change('order', { set: { state: 'closed' } }, { state: 'pending' })).toBeNull()
        expect(rest(await read('order'))).toEqual({ state: 'paid' })
      })

      test('of nothing is null, and makes nothing', async () => {
        expect(await change('nobody', { set: { a: 1 }, inc: { n: 1 } })).toBeNull()
        expect(await read('nobody')).toBeNull()
      })

      test('to what is already so is still answered with the document', async () => {
        await keep({ order: { state: 'paid' } })
        expect(rest(await change('order', { set: { state: 'paid' } }))).toEqual({ state: 'paid' })
      })

      const changes: [
        story: string,
        before: Record<string, unknown>,
        change: Change,
        after: Record<string, unknown>,
      ][] = [
        ['a path keeps its neighbours', { meta: { a: 1, b: 2 } }, { set: { 'meta.b': 3 } }, { meta: { a: 1, b: 3 } }],
        ['a path that was not there is made', {}, { set: { 'meta.deep.b': 3 } }, { meta: { deep: { b: 3 } } }],
        ['a document replaces whole', { meta: { a: 1, b: 2 } }, { set: { meta: { c: 3 } } }, { meta: { c: 3 } }],
        [
          'a document at a path too',
          { m: { n: { a: 1 }, o: 1 } },
          { set: { 'm.n': { b: 2 } } },
          { m: { n: { b: 2 }, o: 1 } },
        ],
        ['an empty document empties', { meta: { a: 1 } }, { set: { meta: {} } }, { meta: {} }],
        ['a list replaces whole', { tags: ['a', 'b'] }, { set: { tags: [{ c: 1 }] } }, { tags: [{ c: 1 }] }],
        ['an empty list empties', { tags: ['a'] }, { set: { tags: [] } }, { tags: [] }],
        ['null is kept', { dueAt: 'soon' }, { set: { dueAt: null } }, { dueAt: null }],
        ['a document takes the place of null', { refund: null }, { set: { refund: { no: 1 } } }, { refund: { no: 1 } }],
        ['a sum goes up and down', { n: 1, m: 1 }, { inc: { n: 2, m: -3 } }, { n: 3, m: -2 }],
        ['a sum begins at nothing', {}, { inc: { n: 2, 'by.day': 1 } }, { n: 2, by: { day: 1 } }],
        ['a list grows at its end', { l: [1] }, { push: { l: 2 } }, { l: [1, 2] }],
        ['a list begins with the first', {}, { push: { l: { a: 1 } } }, { l: [{ a: 1 }] }],
        [
          'a list of documents grows by one',
          { l: [{ a: 1 }] },
          { push: { l: { b: { c: [2] }, d: null } } },
          { l: [{ a: 1 }, { b: { c: [2] }, d: null }] },
        ],
        ['a list can be put into a list', { l: [] }, { push: { l: ['a', 'b'] } }, { l: [['a', 'b']] }],
        [
          'a path into one document of a list keeps the others and its neighbours',
          { l: [{ a: 1 }, { a: 2, b: { c: 3 } }] },
          { set: { 'l.1.a': 4, 'l.1.b.d': 5 } },
          { l: [{ a: 1 }, { a: 4, b: { c: 3, d: 5 } }] },
        ],
        [
          'a document of a list replaces whole',
          { l: [{ a: 1 }, { a: 2, b: 3 }] },
          { set: { 'l.1': { c: { d: 4 } } } },
          { l: [{ a: 1 }, { c: { d: 4 } }] },
        ],
        [
          'a document inside a document of a list replaces whole',
          { l: [{ a: { b: 1, c: 2 }, d: 3 }] },
          { set: { 'l.0.a': { e: 4 } } },
          { l: [{ a: { e: 4 }, d: 3 }] },
        ],
        ['a place beyond the end is reached over nulls', { l: [1] }, { set: { 'l.3': 4 } }, { l: [1, null, null, 4] }],
        [
          'a sum and a list inside a list',
          { l: [{ n: 1, k: ['x', 'y'] }, { n: 1 }] },
          { inc: { 'l.1.n': 2 }, push: { 'l.1.k': { z: 1 } }, pull: { 'l.0.k': 'x' } },
          {
            l: [
              { n: 1, k: ['y'] },
              { n: 3, k: [{ z: 1 }] },
            ],
          },
        ],
        ['all that are equal are pulled', { l: ['a', 'b', 'a'] }, { pull: { l: 'a' } }, { l: ['b'] }],
        ['pulling what is not there changes nothing', { l: ['a'] }, { pull: { l: 'z' } }, { l: ['a'] }],
        ['pulling from no list makes none', { a: 1 }, { pull: { l: 'z' } }, { a: 1 }],
        [
          'all kinds at once',
          { l: ['a'], k: ['x'] },
          { set: { s: 1 }, inc: { n: 1 }, push: { l: 'b' }, pull: { k: 'x' } },
          { l: ['a', 'b'], k: [], s: 1, n: 1 },
        ],
      ]
      test.each(changes)('%s', async (_, before, what, after) => {
        await keep({ one: before })
        expect(rest(await change('one', what))).toEqual(after)
        expect(rest(await read('one'))).toEqual(after)
      })

      const refusals: [story: string, before: Record<string, unknown>, change: Change][] = [
        ['a sum on a text', { n: 'one' }, { inc: { n: 1 } }],
        ['a sum on null', { n: null }, { inc: { n: 1 } }],
        ['pushing onto a text', { l: 'one' }, { push: { l: 1 } }],
        ['pushing onto null', { l: null }, { push: { l: 1 } }],
        ['pulling from a text', { l: 'one' }, { pull: { l: 'one' } }],
        ['a path through a number', { meta: 1 }, { set: { 'meta.a': 1 } }],
        ['a path through null', { meta: null }, { set: { 'meta.a': 1 } }],
        ['a name inside a list', { l: [1] }, { set: { 'l.a': 1 } }],
      ]
      test.each(refusals)('%s is an error and changes nothing', async (_, before, what) => {
        await keep({ one: before })
        await expect(change('one', { ...what, set: { also: 1, ...what.set } })).rejects.toThrow()
        expect(rest(await read('one'))).toEqual(before)
      })

      test('fifty at once for one thing: exactly one has it', async () => {
        await keep({ seat: { taken: null } })
        const answers = await Promise.all(
          Array.from({ length: 50 }, (_, n) => change('seat', { set: { taken: n } }, { taken: null })),
        )
        const winners = answers.flatMap((answer, n) => (answer ? [n] : []))
        expect(winners).toHaveLength(1)
        expect(rest(await read('seat'))).toEqual({ taken: winners[0] })
      })

      test('fifty at once for twenty seats: none is sold twice and none is left', async () => {
        await keep({ hall: { left: 20, sold: [] } })
        const answers = await Promise.all(
          Array.from({ length: 50 }, (_, n) =>
            change('hall', { inc: { left: -1 }, push: { sold: n } }, { left: { gt: 0 } }),
          ),
        )
        const winners = answers.flatMap((answer, n) => (answer ? [n] : []))
        const { left, sold } = Object(await read('hall'))
        expect(left).toBe(0)
        expect([...sold].sort((a, b) => a - b)).toEqual(winners)
        expect(new Set(answers.filter((one) => one !== null).map((doc) => doc.left)).size).toBe(20)
      })

      test('the same grant by twenty at once is given once', async () => {
        await keep({ grants: { grants: [{ source: 'gift' }] } })
        const grant = { source: 'order:1' }
        const answers = await Promise.all(
          Array.from({ length: 20 }, () =>
            change('grants', { push: { grants: grant } }, { 'grants.source': { ne: 'order:1' } }),
          ),
        )
        expect(answers.filter(Boolean)).toHaveLength(1)
        expect(rest(await read('grants'))).toEqual({ grants: [{ source: 'gift' }, grant] })
      })
    })

    transactionCases(
      () => store,
      () => run,
    )
  })
}
