import { memoryMarket } from '../../platform/memory/market'
import { MEI, memorySchool, ZHOU } from '../../platform/memory/school'
import { collections } from '../collections'
import { account } from './account'
import { everythingAbout } from './copyOfData'
import { holdings, moreToTell, nobodyIn } from './personalData'

test('of every collection it is said what it means to the people in it, or that nobody is in it', () => {
  expect([...Object.keys(holdings), ...Object.keys(nobodyIn)].sort()).toEqual(Object.keys(collections).sort())
})

test('what a person’s documents are found by has an index of its own', () => {
  const searched = [...Object.entries(holdings).map(([collection, { of }]) => ({ collection, of })), ...moreToTell]
  const without = searched.filter(
    ({ collection, of }) =>
      'field' in of && !collections[collection]?.indexes.some(({ fields }) => Object.keys(fields)[0] === of.field),
  )
  expect(without).toEqual([])
})

test('a copy of somebody’s data has everything about them, opened, and nothing of anybody else', async () => {
  const world = await memoryMarket()
  await world.paid(MEI, { kind: 'course', courseId: 'spring-ink' })
  await world.paid(ZHOU, { kind: 'course', courseId: 'spring-ink' })
  const ask = account(world.ports)
  await ask(MEI, { action: 'sendCode', address: { kind: 'phone', phone: '13812345678' } })
  const code = world.letters.at(-1)?.code ?? ''
  await ask(MEI, { action: 'bind', address: { kind: 'phone', phone: '13812345678' }, code })
  const parts = await everythingAbout(world.ports, MEI.userId)
  const told = Object.fromEntries(parts.map(({ title, documents }) => [title, documents]))
  expect(told.登录方式).toEqual([{ kind: 'phone', value: '+8613812345678', linkedAt: expect.any(String) }])
  expect(told.订单).toMatchObject([{ userId: 'mei', state: 'paid', title: '春日水墨' }])
  expect(told.课程).toMatchObject([{ courseId: 'spring-ink' }])
  expect(JSON.stringify(parts)).not.toContain('zhou')
  expect(JSON.stringify(parts)).not.toMatch(/"(seal|sealed|hash|salt)"/)
})

test('the copy comes as two private files that are good for a quarter of an hour, three times a day', async () => {
  const { ports, files, clock } = await memorySchool()
  const ask = () => account(ports)(MEI, { action: 'export' })
  const answer = await ask()
  expect(answer).toEqual({
    action: 'export',
    pageUrl: expect.stringMatching(/^https:\/\/files\.example\/exports\/mei\/[\w-]+\/data\.html\?ttl=900$/),
    dataUrl: expect.stringMatching(/^https:\/\/files\.example\/exports\/mei\/[\w-]+\/data\.json\?ttl=900$/),
    expiresAt: new Date(clock.now().getTime() + 15 * 60_000).toISOString(),
  })
  const texts = [...files]
    .filter(([id]) => id.includes('/exports/'))
    .map(([, { bytes }]) => new TextDecoder().decode(bytes))
  expect(texts.find((text) => text.startsWith('<!doctype html>'))).toContain('小梅')
  expect(JSON.parse(texts.find((text) => text.startsWith('{')) ?? '')).toMatchObject({ school: '杏坛', userId: 'mei' })
  await Promise.all([ask(), ask()])
  await expect(ask()).rejects.toMatchObject({ code: 'TOO_MANY_TRIES', facts: { what: 'exports' } })
})

test('a name cannot become a part of the page that shows it', async () => {
  const { ports, store, files } = await memorySchool()
  await store.change('users', 'mei', {}, { set: { nickname: '<img src=x onerror=alert(1)>' } })
  await account(ports)(MEI, { action: 'export' })
  const page = [...files].find(([id]) => id.endsWith('data.html'))?.[1].bytes
  expect(new TextDecoder().decode(page)).not.toContain('<img')
})
