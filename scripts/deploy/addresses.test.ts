import { apiFor, withAddresses } from './addresses'

const OWN = 'https://school-1250000000.ap-shanghai.app.tcloudbase.com'

test('browsers ask by the school’s own domain where notices use it, else by the environment’s address', () => {
  expect([
    apiFor(`${OWN}/payNotify`, OWN),
    apiFor('https://api.school.example.cn/payNotify', OWN),
    apiFor('https://gate.example.cn/notices', OWN),
  ]).toEqual([OWN, 'https://api.school.example.cn', OWN])
})

test('addresses of notices that were left out are filled in, by the domain of the one that was not', () => {
  const ALIPAY_APP_ID = '2021000000000001'
  expect(withAddresses({ ALIPAY_APP_ID }, OWN)).toEqual({
    ALIPAY_APP_ID,
    WECHATPAY_NOTIFY_URL: `${OWN}/payNotify`,
    ALIPAY_NOTIFY_URL: `${OWN}/alipayNotify`,
  })
  const chosen = { ALIPAY_APP_ID, WECHATPAY_NOTIFY_URL: 'https://api.school.example.cn/payNotify' }
  expect(withAddresses(chosen, OWN)).toEqual({
    ...chosen,
    ALIPAY_NOTIFY_URL: 'https://api.school.example.cn/alipayNotify',
  })
  const both = { ...chosen, ALIPAY_NOTIFY_URL: 'https://elsewhere.example.cn/alipay' }
  expect(withAddresses(both, OWN)).toEqual(both)
})

test('a shop without Alipay is given no address for its notices, which would count as one that is set up wrong', () => {
  expect(withAddresses({}, OWN)).toEqual({ WECHATPAY_NOTIFY_URL: `${OWN}/payNotify` })
})
