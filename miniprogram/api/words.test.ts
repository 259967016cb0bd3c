import { errorCodes } from '../../core/contract/errors'
import { words } from './words'

test('every refusal has words in the voice of the school', () => {
  expect(Object.keys(words).sort()).toEqual([...errorCodes, 'OFFLINE', 'TIMEOUT', 'OPEN_IN_WECHAT'].sort())
  for (const sentence of Object.values(words)) expect(sentence).not.toMatch(/[!！您亲]|错误码|null|undefined/)
})
