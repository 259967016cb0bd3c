import { confirmInWeChat } from './confirm'

const MERCHANT = { mchid: '1900000001', appid: 'wx-xingtan' }
type Callbacks = { success(): void; fail(error: { errMsg: string }): void }

/** WeChat as the page meets it: whether it knows the sheet, and how the sheet ends. */
function given(end: (callbacks: Callbacks) => void, isKnown = true): unknown[] {
  const asked: unknown[] = []
  Object.assign(globalThis, {
    wx: {
      canIUse: () => isKnown,
      requestMerchantTransfer({ success, fail, ...facts }: Callbacks & Record<string, string>) {
        asked.push(facts)
        end({ success, fail })
      },
    },
  })
  return asked
}

test('the sheet opens with what the server gave, and pressing is told', async () => {
  const asked = given(({ success }) => success())
  expect(await confirmInWeChat(MERCHANT, 'the package')).toBe('pressed')
  expect(asked).toEqual([{ mchId: '1900000001', appId: 'wx-xingtan', package: 'the package' }])
})

test('leaving it for later is no failure; a failure and an old WeChat are told apart', async () => {
  jest.spyOn(console, 'warn').mockImplementation(() => {})
  given(({ fail }) => fail({ errMsg: 'requestMerchantTransfer:fail cancel' }))
  expect(await confirmInWeChat(MERCHANT, 'p')).toBe('later')
  given(({ fail }) => fail({ errMsg: 'requestMerchantTransfer:fail system error' }))
  expect(await confirmInWeChat(MERCHANT, 'p')).toBe('failed')
  given(() => {}, false)
  expect(await confirmInWeChat(MERCHANT, 'p')).toBe('too-old')
})
