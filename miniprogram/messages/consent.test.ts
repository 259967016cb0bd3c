import { allowMore, noteConsent } from './consent'

const OPENED = { key: 'opened', templateId: 'T1', held: 0 } as const
const NEWS = { key: 'news', templateId: 'T3', held: 0 } as const

/** WeChat whose sheet is answered like this. Returns what was asked of it. */
function given(answer: Record<string, string>): unknown[] {
  const asked: unknown[] = []
  Object.assign(globalThis, {
    wx: {
      getStorageSync: () => ({ token: 't', expiresAt: '2099-01-01T00:00:00Z' }),
      getAppBaseInfo: () => ({ language: 'zh_CN' }),
      requestSubscribeMessage: async ({ tmplIds }: { tmplIds: string[] }) => {
        asked.push(tmplIds)
        return answer
      },
      cloud: {
        async callFunction({ data }: { data: { input: { accepted: string[] } } }) {
          asked.push(data.input.accepted)
          return { result: { ok: true, data: { templates: [] } } }
        },
      },
    },
  })
  return asked
}

test('what was allowed is told, what was refused is not', async () => {
  const asked = given({ T1: 'accept', T3: 'reject' })
  await allowMore([OPENED, NEWS])
  expect(asked).toEqual([['T1', 'T3'], ['opened']])
})

test('a sheet shows three templates at the most', async () => {
  const asked = given({})
  await allowMore([OPENED, NEWS, { ...NEWS, templateId: 'T4' }, { ...NEWS, templateId: 'T5' }])
  expect(asked[0]).toEqual(['T1', 'T3', 'T4'])
})

test('a purchase tells of a consent behind its back, and says nothing when there was none', async () => {
  const asked = given({})
  noteConsent({ T1: 'reject' }, OPENED)
  noteConsent({ T1: 'accept' }, OPENED)
  await new Promise((done) => setTimeout(done, 0))
  expect(asked).toEqual([['opened']])
})
