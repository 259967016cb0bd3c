import type { Doc, Store } from '../../../core/ports'
import { NOTES } from './store'

/** Several documents together: what every `Store` must do in a transaction. Part of the store's suite. */
export function transactionCases(storeNow: () => Store, runNow: () => string): void {
  describe('a transaction', () => {
    let store: Store
    const id = (word: string) => `${runNow()}-${word}`
    const note = (word: string, fields: Record<string, unknown>): Doc => ({ _id: id(word), run: runNow(), ...fields })
    const fen = async (...words: string[]) =>
      (await Promise.all(words.map((word) => store.get(NOTES, id(word))))).map((doc) => doc?.fen ?? null)
    const fenOf = (doc: Doc | null) => Number(doc?.fen)

    beforeEach(async () => {
      store = storeNow()
      await store.put(NOTES, note('mei', { fen: 100 }))
      await store.put(NOTES, note('lin', { fen: 100 }))
    })

    const transfer = (from: string, to: string, sum: number) =>
      store.transaction(async (tx) => {
        const [giver, taker] = await Promise.all([tx.get(NOTES, id(from)), tx.get(NOTES, id(to))])
        await tx.put(NOTES, note(from, { fen: fenOf(giver) - sum }))
        await tx.put(NOTES, note(to, { fen: fenOf(taker) + sum }))
      })

    test('changes all its documents, and answers what its body answers', async () => {
      const answer = await store.transaction(async (tx) => {
        const mei = await tx.get(NOTES, id('mei'))
        await tx.put(NOTES, note('mei', { fen: 70, was: mei?.fen }))
        await tx.put(NOTES, note('wu', { fen: 30, tags: ['new'], meta: { none: null } }))
        return { moved: 30 }
      })
      expect(answer).toEqual({ moved: 30 })
      expect(await store.get(NOTES, id('mei'))).toEqual(note('mei', { fen: 70, was: 100 }))
      expect(await store.get(NOTES, id('wu'))).toEqual(note('wu', { fen: 30, tags: ['new'], meta: { none: null } }))
    })

    test('puts documents whole: what is not in them is gone', async () => {
      await store.put(NOTES, note('mei', { fen: 100, meta: { a: 1, b: 2 } }))
      await store.transaction((tx) => tx.put(NOTES, note('mei', { meta: { b: 3 } })))
      expect(await store.get(NOTES, id('mei'))).toEqual(note('mei', { meta: { b: 3 } }))
    })

    test('takes everything back when its body throws, and the error stays the same', async () => {
      const refusal = new Error('not today')
      const torn = store.transaction(async (tx) => {
        await tx.put(NOTES, note('mei', { fen: 0 }))
        await tx.put(NOTES, note('wu', { fen: 100 }))
        throw refusal
      })
      await expect(torn).rejects.toBe(refusal)
      expect(await fen('mei', 'wu')).toEqual([100, null])
      // Nobody has to wait for what was taken back.
      await transfer('mei', 'lin', 1)
      expect(await fen('mei', 'lin')).toEqual([99, 101])
    })

    test('runs its body once when nobody disturbs it, and once when it throws', async () => {
      let runs = 0
      await store.transaction(async (tx) => {
        runs += 1
        await tx.put(NOTES, note('mei', { fen: 1 }))
      })
      await store
        .transaction(async () => {
          runs += 1
          throw new Error('not today')
        })
        .catch(() => {})
      expect(runs).toBe(2)
    })

    test('sees null where nobody wrote, and what it put itself', async () => {
      const seen = await store.transaction(async (tx) => {
        const before = await tx.get(NOTES, id('wu'))
        await tx.put(NOTES, note('wu', { fen: 1 }))
        const once = await tx.get(NOTES, id('wu'))
        await tx.put(NOTES, note('wu', { fen: 2 }))
        return [before, once, await tx.get(NOTES, id('wu')), await store.get(NOTES, id('wu'))]
      })
      expect(seen).toEqual([null, note('wu', { fen: 1 }), note('wu', { fen: 2 }), null])
      expect(await fen('wu')).toEqual([2])
    })

    test('its documents are its own: altering what was read or put alters nothing kept', async () => {
      await store.transaction(async (tx) => {
        const mei = await tx.get(NOTES, id('mei'))
        Object.assign(mei ?? {}, { fen: 'scribbled over' })
        const wu = note('wu', { meta: { a: 1 } })
        await tx.put(NOTES, wu)
        Object.assign(wu, { meta: 'scribbled over' })
        Object.assign((await tx.get(NOTES, id('wu'))) ?? {}, { meta: 'scribbled over' })
        expect(await tx.get(NOTES, id('mei'))).toEqual(note('mei', { fen: 100 }))
      })
      expect(await store.get(NOTES, id('wu'))).toEqual(note('wu', { meta: { a: 1 } }))
    })

    test('takes no put once it is over', async () => {
      const late = await store.transaction(async (tx) => () => tx.put(NOTES, note('mei', { fen: 0 })))
      await expect(late()).rejects.toThrow('after its transaction')
      expect(await fen('mei')).toEqual([100])
    })

    test('sees everything as it was when it began, whatever others write meanwhile', async () => {
      const seen = await store.transaction(async (tx) => {
        const first = await tx.get(NOTES, id('mei'))
        await store.change(NOTES, id('mei'), {}, { inc: { fen: 5 } })
        await store.change(NOTES, id('lin'), {}, { inc: { fen: 5 } })
        await store.change(NOTES, id('lin'), {}, { inc: { fen: 5 } })
        await store.insert(NOTES, note('wu', { fen: 5 }))
        await transfer('mei', 'lin', 1)
        const rest = [await tx.get(NOTES, id('mei')), await tx.get(NOTES, id('lin')), await tx.get(NOTES, id('wu'))]
        return [first, ...rest].map((doc) => doc?.fen ?? null)
      })
      expect(seen).toEqual([100, 100, 100, null])
      expect(await fen('mei', 'lin', 'wu')).toEqual([104, 111, 5])
    })

    test('runs again with what is there now when a document it wrote was changed meanwhile', async () => {
      const seen: unknown[] = []
      await store.transaction(async (tx) => {
        const mei = await tx.get(NOTES, id('mei'))
        seen.push(mei?.fen)
        if (seen.length === 1) await store.change(NOTES, id('mei'), {}, { inc: { fen: 50 } })
        await tx.put(NOTES, note('lin', { fen: 0 }))
        await tx.put(NOTES, note('mei', { fen: fenOf(mei) + 1 }))
      })
      expect(seen).toEqual([100, 150])
      expect(await fen('mei', 'lin')).toEqual([151, 0])
    })

    test('is not disturbed by writes to what it only reads, nor to what it does not touch', async () => {
      let runs = 0
      await store.transaction(async (tx) => {
        runs += 1
        const mei = await tx.get(NOTES, id('mei'))
        await store.change(NOTES, id('mei'), {}, { inc: { fen: 50 } })
        await store.put(NOTES, note('wu', { fen: 1 }))
        await tx.put(NOTES, note('lin', { fen: fenOf(mei) }))
      })
      expect(runs).toBe(1)
      expect(await fen('mei', 'lin')).toEqual([150, 100])
    })

    test('that loses every time is BUSY, and nothing of it is left', async () => {
      let runs = 0
      const losing = store.transaction(async (tx) => {
        runs += 1
        await tx.get(NOTES, id('mei'))
        await store.change(NOTES, id('mei'), {}, { inc: { fen: 1 } })
        await tx.put(NOTES, note('lin', { fen: 0 }))
        await tx.put(NOTES, note('mei', { fen: 0 }))
      })
      await expect(losing).rejects.toMatchObject({ name: 'AppError', code: 'BUSY', facts: { tries: 8 } })
      expect(runs).toBe(8)
      expect(await fen('mei', 'lin')).toEqual([108, 100])
    })

    test('sixteen at once between two accounts: none is lost and the sum stays', async () => {
      await Promise.all(
        Array.from({ length: 16 }, (_, n) => (n % 2 ? transfer('mei', 'lin', n) : transfer('lin', 'mei', 100 * n))),
      )
      const given = 1 + 3 + 5 + 7 + 9 + 11 + 13 + 15
      const got = 100 * (2 + 4 + 6 + 8 + 10 + 12 + 14)
      expect(await fen('mei', 'lin')).toEqual([100 - given + got, 100 + given - got])
    })

    test('eight at once for one new document: one makes it, the others find it', async () => {
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, n) =>
          store.transaction(async (tx) => {
            const there = await tx.get(NOTES, id('race'))
            if (there) return there.by
            await tx.put(NOTES, note('race', { by: n }))
            await tx.put(NOTES, note(`made-${n}`, {}))
            return n
          }),
        ),
      )
      const race = await store.get(NOTES, id('race'))
      expect(answers).toEqual(Array.from({ length: 8 }, () => race?.by))
      const made = await store.find(NOTES, { where: { run: runNow(), _id: { gte: id('made') } }, limit: 100 })
      expect(made.filter(({ _id }) => _id.startsWith(id('made-')))).toEqual([note(`made-${race?.by}`, {})])
    })

    test('against single changes for the same seats: each seat has one owner', async () => {
      await store.put(NOTES, note('hall', { left: 12, sold: [] }))
      const together = (who: string) =>
        store.transaction(async (tx) => {
          const hall = await tx.get(NOTES, id('hall'))
          if (!hall || Number(hall.left) < 1) return false
          const sold = Array.isArray(hall.sold) ? hall.sold : []
          await tx.put(NOTES, { ...hall, left: Number(hall.left) - 1, sold: [...sold, who] })
          await tx.put(NOTES, note(`ticket-${who}`, { who }))
          return true
        })
      const alone = async (who: string) =>
        (await store.change(NOTES, id('hall'), { left: { gt: 0 } }, { inc: { left: -1 }, push: { sold: who } })) !==
        null

      const people = Array.from({ length: 16 }, (_, n) => (n % 2 ? `together-${n}` : `alone-${n}`))
      const answers = await Promise.all(people.map((who, n) => (n % 2 ? together(who) : alone(who))))
      const owners = people.filter((_, n) => answers[n])
      const hall = await store.get(NOTES, id('hall'))
      expect(hall).toEqual(note('hall', { left: 0, sold: expect.arrayContaining(owners) }))
      expect(hall?.sold).toHaveLength(12)
      expect(owners).toHaveLength(12)
      const tickets = await Promise.all(people.map((who) => store.get(NOTES, id(`ticket-${who}`))))
      expect(tickets.flatMap((ticket) => (ticket ? [ticket.who] : []))).toEqual(
        owners.filter((who) => who.startsWith('together')),
      )
    })
  })
}
