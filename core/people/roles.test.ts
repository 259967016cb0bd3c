import { MEI, memorySchool, ZHOU } from '../../platform/memory/school'
import { changeRoles, peopleCalled } from './roles'

test('a role is given once, taken again, and each change is kept with who made it', async () => {
  const { ports, store, clock } = await memorySchool()
  const change = (change: { add?: ['finance']; remove?: ['finance'] }) =>
    changeRoles(ports, { userId: MEI.userId, by: 'operator', ...change })
  const at = clock.now().toISOString()

  expect((await change({ add: ['finance'] }))?.roles).toEqual(['learner', 'finance'])
  expect((await change({ add: ['finance'] }))?.roles).toEqual(['learner', 'finance'])
  expect((await change({ remove: ['finance'] }))?.roles).toEqual(['learner'])
  expect(await store.get('users', MEI.userId)).toMatchObject({ nickname: '小梅', roles: ['learner'] })
  const audit = { at, by: 'operator', what: 'roles', userId: MEI.userId }
  expect(store.all('audits').filter(({ what }) => what === 'roles')).toEqual([
    { _id: expect.any(String), ...audit, before: ['learner'], roles: ['learner', 'finance'] },
    { _id: expect.any(String), ...audit, before: ['learner', 'finance'], roles: ['learner'] },
  ])
})

test('two roles given at the same moment are both there', async () => {
  const { ports, store } = await memorySchool()
  await Promise.all([
    changeRoles(ports, { userId: MEI.userId, add: ['finance'], by: 'operator' }),
    changeRoles(ports, { userId: MEI.userId, add: ['support'], by: 'operator' }),
  ])
  const roles = (await store.get('users', MEI.userId))?.roles
  expect(new Set(roles as string[])).toEqual(new Set(['learner', 'finance', 'support'])) // written above
})

test('somebody is found by id or by name; a name that two people have finds both, and nobody is nobody', async () => {
  const { ports, store } = await memorySchool()
  const idsOf = async (who: string) => (await peopleCalled(ports, who)).map(({ _id }) => _id)
  expect(await idsOf(ZHOU.userId)).toEqual([ZHOU.userId])
  expect(await idsOf('小梅')).toEqual([MEI.userId])
  await store.change('users', ZHOU.userId, {}, { set: { nickname: '小梅' } })
  expect((await idsOf('小梅')).sort()).toEqual([MEI.userId, ZHOU.userId].sort())
  expect(await idsOf('无此人')).toEqual([])
  expect(await changeRoles(ports, { userId: 'nobody', add: ['admin'], by: 'operator' })).toBeNull()
})
