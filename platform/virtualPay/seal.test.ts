import { sealed, unsealed } from './seal'

const KEY = Buffer.alloc(32, 7)
const KEPT = { sessionKey: '9hAb/NEYUlkaMBEsmFgzig==', userIp: '10.0.0.1' }
const MINE = { outTradeNo: 'XTSPRING01', openid: 'o-mei' }

test('a session key rests sealed with its order, and opens for this order and buyer only', () => {
  const seal = sealed(KEPT, KEY, MINE)
  expect(seal).not.toContain('9hAb')
  expect(unsealed(seal, KEY, MINE)).toEqual(KEPT)
  expect(unsealed(seal, KEY, { ...MINE, outTradeNo: 'XTSPRING02' })).toBeNull()
  expect(unsealed(seal, KEY, { ...MINE, openid: 'o-lei' })).toBeNull()
  expect(unsealed(seal, Buffer.alloc(32, 8), MINE)).toBeNull()
  const turned = Buffer.from(seal, 'base64url')
  turned.writeUInt8(turned.readUInt8(20) ^ 1, 20)
  expect(unsealed(turned.toString('base64url'), KEY, MINE)).toBeNull()
  expect(unsealed('', KEY, MINE)).toBeNull()
})
