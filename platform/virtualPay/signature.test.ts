import { paySignature, userSignature } from './signature'

// developers.weixin.qq.com, virtual payment, 2.5 签名详解.
const BODY = '{"openid": "xxx", "user_ip": "127.0.0.1", "env": 0}'

test('WeChat’s own examples of the two signatures', () => {
  expect(paySignature('12345', '/xpay/query_user_balance', BODY)).toMatch(/^c37809f2[0-9a-f]{52}a4b5$/)
  expect(userSignature('9hAb/NEYUlkaMBEsmFgzig==', BODY)).toMatch(/^089d9e8d[0-9a-f]{52}f6c7$/)
})
