import { memoryReaders, refusal } from '../../platform/memory/readers'
import { MEI, ZHOU } from '../../platform/memory/school'
import type { Input, Output } from '../contract'
import type { Caller } from '../ports'
import { bringersOf } from './promoters'
import { sharing } from './sharing'

const DAY = 24 * 3_600_000

async function given() {
  const readers = await memoryReaders()
  const { ports, clock } = readers
  type Told<A> = Extract<Output<'sharing'>, { action: A }>
  async function ask<I extends Input<'sharing'>>(who: Caller, input: I): Promise<Told<I['action']>> {
    return (await sharing(ports)(who, input)) as Told<I['action']> // the contract
  }
  return {
    ...readers,
    ask,
    code: async (who: Caller) => (await ask(who, { action: 'mine' })).code,
    arrive: (who: Caller, code: string, courseId = 'water') =>
      ask(who, { action: 'arrive', code, courseId, via: 'card' }),
    opens: (who: Caller, courseId = 'water') => ask(who, { action: 'opens', courseId }),
    bringers: (who: Caller) => bringersOf(ports, who.userId, clock.now()),
  }
}

test('a person has one code, short and not the account’s number, on whatever phone', async () => {
  const { code, store } = await given()
  const codes = await Promise.all([code(MEI), code(MEI), code(MEI)])
  expect(new Set(codes).size).toBe(1)
  expect(codes[0]).toMatch(/^[0-9A-Z]{8}$/)
  expect(codes[0]).not.toContain('mei')
  expect(await code(ZHOU)).not.toBe(codes[0])
  expect(store.all('promoters')).toHaveLength(2)
})

test('two people whose codes would be the same get different ones', async () => {
  const { ports, code } = await given()
  const same = {
    ...ports,
    ids: {
      ...ports.ids,
      of: (...parts: (string | number)[]) => (parts[2] === 0 ? 'SAMESAME' : ports.ids.of(...parts)),
    },
  }
  const mine = async (who: Caller) => {
    const answer = await sharing(same)(who, { action: 'mine' })
    return answer.action === 'mine' ? answer.code : ''
  }
  const [mei, zhou] = [await mine(MEI), await mine(ZHOU)]
  expect([mei, zhou === mei, await mine(MEI)]).toEqual(['SAMESAME', false, 'SAMESAME'])
  expect(await code(MEI)).toMatch(/^[0-9A-Z]{8}$/)
})

describe('an arrival', () => {
  test('remembers the first and the last who brought somebody, each for thirty days', async () => {
    const { person, code, arrive, bringers, clock } = await given()
    const [an, bo] = [await code(await person('an')), await code(await person('bo'))]
    expect(await bringers(MEI)).toBeNull()
    await arrive(MEI, an)
    clock.advance(20 * DAY)
    await arrive(MEI, bo)
    const who = async () => {
      const found = await bringers(MEI)
      return [found?.first?.promoterId, found?.last?.promoterId]
    }
    expect(await who()).toEqual(['an', 'bo'])
    clock.advance(11 * DAY)
    expect(await who()).toEqual([undefined, 'bo'])
    await arrive(MEI, an, '')
    expect(await who()).toEqual(['an', 'an'])
    clock.advance(31 * DAY)
    expect(await bringers(MEI)).toBeNull()
  })

  test('after an order was opened does not change who brought its buyer', async () => {
    const { person, code, arrive, clock, ports } = await given()
    await arrive(MEI, await code(await person('an')))
    clock.advance(DAY)
    const opened = clock.now()
    clock.advance(DAY)
    await arrive(MEI, await code(await person('bo')))
    const at = async (moment: Date) => (await bringersOf(ports, MEI.userId, moment))?.last?.promoterId
    expect([await at(opened), await at(clock.now())]).toEqual(['an', 'bo'])
    expect(await bringersOf(ports, MEI.userId, new Date(opened.getTime() - 2 * DAY))).toBeNull()
  })

  test('through one’s own share, or an unknown one, is none', async () => {
    const { code, arrive, bringers, opens } = await given()
    expect(await arrive(MEI, await code(MEI))).toEqual({ action: 'arrive', isKept: false })
    expect(await arrive(MEI, 'NOBODY00')).toEqual({ action: 'arrive', isKept: false })
    expect(await bringers(MEI)).toBeNull()
    expect(await opens(MEI)).toEqual({ action: 'opens', all: 0, mine: 0 })
  })

  test('counts once a day for each person, also from two phones at once', async () => {
    const { code, arrive, opens, clock, person } = await given()
    const mine = await code(MEI)
    await Promise.all([arrive(ZHOU, mine), arrive(ZHOU, mine), arrive(ZHOU, mine)])
    expect(await opens(MEI)).toEqual({ action: 'opens', all: 1, mine: 1 })
    clock.advance(DAY)
    await arrive(ZHOU, mine)
    await arrive(await person('an'), await code(ZHOU))
    expect(await opens(MEI)).toEqual({ action: 'opens', all: 3, mine: 2 })
    // A course that there is not is remembered as a touch and counted nowhere.
    expect(await arrive(ZHOU, mine, 'no-such-course')).toEqual({ action: 'arrive', isKept: true })
    expect(await opens(MEI, 'no-such-course')).toEqual({ action: 'opens', all: 0, mine: 0 })
  })
})

test('a link is made once and again when it would soon end', async () => {
  const { ask, clock, ports, code } = await given()
  let made = 0
  const counting = {
    ...ports,
    miniProgramLinks: {
      make: (page: Parameters<typeof ports.miniProgramLinks.make>[0]) => {
        made += 1
        return ports.miniProgramLinks.make(page)
      },
    },
  }
  const link = () => sharing(counting)(MEI, { action: 'link', courseId: 'water' })
  const first = await link()
  expect(first).toMatchObject({
    url: `https://wxaurl.example/pages/course/course?courseId=water&p=${await code(MEI)}&via=link`,
  })
  expect(await link()).toEqual(first)
  expect(made).toBe(1)
  clock.advance(28 * DAY)
  await link()
  expect(made).toBe(2)
  expect(await refusal(ask(MEI, { action: 'link', courseId: 'no-such-course' }))).toBe('COURSE_NOT_FOUND')
})

test('a poster has the course and the code in what WeChat draws', async () => {
  const { ask, code } = await given()
  const { picture, myName } = await ask(MEI, { action: 'poster', courseId: 'spring-ink' })
  expect(myName).toBe('小梅')
  expect(Buffer.from(picture?.base64 ?? '', 'base64').toString()).toBe(
    `code of pages/course/course?spring-ink~${await code(MEI)}`,
  )
})
