import { memoryWorld } from '../../platform/memory/world'
import type { Caller } from '../ports'
import { login } from './login'
import { updateProfile } from './updateProfile'

const MEI: Caller = { userId: '', openid: 'o-mei', roles: [] }
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

function given() {
  const world = memoryWorld()
  return { ...world, signIn: (who = MEI) => login(world.ports)(who, {}) }
}

test('the first sign-in makes a person, the next one finds the same', async () => {
  const { signIn, store, clock } = given()
  const first = await signIn()
  expect(first).toEqual({
    profile: { userId: 'id-1', nickname: '同学', avatarUrl: null },
    isNew: true,
    roles: ['learner'],
    isTeacher: false,
    closesAt: null,
    session: { token: 'session of id-1', expiresAt: new Date(clock.now().getTime() + 7200_000).toISOString() },
  })
  expect(await signIn()).toEqual({ ...first, isNew: false })
  expect(store.all('users')).toEqual([
    { _id: 'id-1', nickname: '同学', avatarFileId: null, roles: ['learner'], joinedAt: clock.now().toISOString() },
  ])
})

test('signing in twice at once makes one person', async () => {
  const { signIn, store } = given()
  const answers = await Promise.all([signIn(), signIn(), signIn()])
  expect(new Set(answers.map(({ profile }) => profile.userId)).size).toBe(1)
  expect(store.all('users')).toHaveLength(1)
})

test('a person left half made is completed at the next sign-in', async () => {
  const { signIn, store } = given()
  await store.insert('identities', { _id: 'wechat:o-mei', userId: 'mei', linkedAt: '2026-11-21T02:00:00.000Z' })
  expect((await signIn()).profile).toEqual({ userId: 'mei', nickname: '同学', avatarUrl: null })
})

test('a sign-in says what this person may do, and whether a course shares its income with them', async () => {
  const { signIn, store } = given()
  const { userId } = (await signIn()).profile
  await store.change('users', userId, {}, { set: { roles: ['learner', 'finance'] } })
  await store.put('terms', { _id: 'spring-ink', share: { userId, percent: 70 }, forMembers: 'none', item: null })
  expect(await signIn()).toMatchObject({ roles: ['learner', 'finance'], isTeacher: true })
  expect(await signIn({ ...MEI, openid: 'o-zhou' })).toMatchObject({ roles: ['learner'], isTeacher: false })
})

test('without an identity of the platform nobody is signed in', async () => {
  await expect(given().signIn({ ...MEI, openid: '' })).rejects.toMatchObject({ code: 'NEED_LOGIN' })
})

test('a learner chooses a name and a picture; an unfit name and a text that calls itself a picture are refused', async () => {
  const { signIn, ports } = given()
  const { userId } = (await signIn()).profile
  const mei: Caller = { userId, openid: 'o-mei', roles: ['learner'] }
  const change = (input: Parameters<ReturnType<typeof updateProfile>>[1]) => updateProfile(ports)(mei, input)

  expect(await change({ nickname: '小梅', avatarBase64: PNG })).toEqual({
    profile: {
      userId,
      nickname: '小梅',
      avatarUrl: expect.stringMatching(/^https:\/\/files\.example\/avatars\/id-1\/id-\d+\.png\?ttl=3600$/),
    },
  })
  await expect(change({ nickname: '违禁词' })).rejects.toMatchObject({ code: 'NAME_REFUSED' })
  await expect(change({ avatarBase64: btoa('<svg onload=alert(1)>') })).rejects.toMatchObject({
    code: 'PICTURE_REFUSED',
  })
  expect((await change({})).profile.nickname).toBe('小梅')
})
