import { type Facts, Refusal } from './api'
import { type SignInSheet, signInByCode } from './signIn'

// A browser that speaks Chinese.
Object.defineProperty(globalThis, 'navigator', { configurable: true, value: { language: 'zh-CN' } })

const DEVICE = { system: 'mac', browser: 'safari' } as const
const CODE = { page: 'pages/allow/allow', scene: 't1', imageUrl: 'data:image/png;base64,AA==' }
const LATER = '2099-01-01T00:00:00.000Z'
const MEI = {
  profile: { userId: 'mei', nickname: '小梅', avatarUrl: null },
  session: { token: 's1', expiresAt: LATER },
  refresh: 'w1.r1',
}

const ok = (data: Facts): Facts => ({ ok: true, data })
const started = (code: Facts = CODE, expiresAt = LATER) =>
  ok({ action: 'start', ticket: 't1', secret: 'x1', code, expiresAt })
const polled = (login: Facts) => ok({ action: 'poll', login })
const DONE = polled({ state: 'done', ...MEI })
const WAITING = polled({ state: 'waiting' })
const NO_NETWORK = new Refusal('request:fail', { errCode: -1 })

/** A cloud that answers in turn, and a sheet that notes what is seen. `leaveAt` is the pause in which the person goes away. */
function given(replies: (Facts | Refusal)[], { leaveAt = 0, needsPicture = true } = {}) {
  const seen: string[] = []
  const asked: unknown[] = []
  let leave = () => {}
  let pauses = 0
  const sheet: SignInSheet = {
    busy: () => void seen.push('busy'),
    show: ({ scene, imageUrl }) => void seen.push(`code ${scene}${imageUrl ? '' : ' without a picture'}`),
    seen: () => void seen.push('seen'),
    over: async (words) => {
      seen.push(words)
      if (!replies.length) leave()
    },
    left: new Promise((resolve) => {
      leave = resolve
    }),
    close: () => void seen.push('closed'),
  }
  const signIn = () =>
    signInByCode({
      async ask(name, input) {
        asked.push([name, input])
        const reply = replies.shift()
        if (!reply) throw new Error('nobody expected another question')
        if (reply instanceof Refusal) throw reply
        return reply
      },
      device: DEVICE,
      openSheet: () => sheet,
      needsPicture,
      async pause() {
        pauses += 1
        if (pauses === leaveAt) leave()
      },
    })
  return { signIn, seen, asked }
}

test('a code is shown and followed until its owner has let this browser in', async () => {
  const { signIn, seen, asked } = given([started(), WAITING, polled({ state: 'seen' }), DONE])
  expect(await signIn()).toEqual(MEI)
  expect(seen).toEqual(['busy', 'code t1', 'seen', 'closed'])
  const poll = ['webLogin', { action: 'poll', ticket: 't1', secret: 'x1' }]
  expect(asked).toEqual([['webLogin', { action: 'start', device: DEVICE }], poll, poll, poll])
})

test('a code that was refused or ran out is replaced when the person wants it', async () => {
  const over = (why: string) => polled({ state: 'over', why })
  const { signIn, seen } = given([started(), over('refused'), started(), over('expired'), started(), DONE])
  expect(await signIn()).toEqual(MEI)
  expect(seen).toEqual([
    'busy',
    'code t1',
    '手机上没有同意这次登录',
    'busy',
    'code t1',
    '这张码过期了',
    'busy',
    'code t1',
    'closed',
  ])
})

test('a person who goes away is nobody, and is not asked about any more', async () => {
  const { signIn, seen, asked } = given([started(), WAITING], { leaveAt: 2 })
  expect(await signIn()).toBeNull()
  expect(seen).toEqual(['busy', 'code t1', 'closed'])
  expect(asked).toHaveLength(2)
})

test('a question that was lost is asked again: the phone may have said yes meanwhile', async () => {
  const { signIn } = given([started(), NO_NETWORK, ok({ action: 'poll' }), DONE])
  expect(await signIn()).toEqual(MEI)
})

test('a code is over by this clock too when the cloud is never reached', async () => {
  const { signIn, seen } = given([started(CODE, '2020-01-01T00:00:00.000Z'), NO_NETWORK])
  expect(await signIn()).toBeNull()
  expect(seen).toEqual(['busy', 'code t1', '网络断了,联网后再试一次', 'closed'])
})

test('without a network, or without a picture, the person is told so and may try again', async () => {
  const { signIn, seen } = given([NO_NETWORK, started({ ...CODE, imageUrl: null }), started(), DONE])
  expect(await signIn()).toEqual(MEI)
  expect(seen).toEqual([
    'busy',
    '网络断了,联网后再试一次',
    'busy',
    '现在画不出小程序码,过一会儿再试',
    'busy',
    'code t1',
    'closed',
  ])
})

test('on a desk a code can be followed without a picture', async () => {
  const { signIn, seen } = given([started({ ...CODE, imageUrl: null }), DONE], { needsPicture: false })
  expect(await signIn()).toEqual(MEI)
  expect(seen).toEqual(['busy', 'code t1 without a picture', 'closed'])
})

test('a picture from elsewhere is none: only what the function itself drew is shown', async () => {
  const { signIn, seen } = given([started({ ...CODE, imageUrl: 'https://elsewhere.example/x.png' })])
  expect(await signIn()).toBeNull()
  expect(seen).toEqual(['busy', '现在画不出小程序码,过一会儿再试', 'closed'])
})
