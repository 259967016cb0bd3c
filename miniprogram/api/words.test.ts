import { errorCodes } from '../../core/contract/errors'
import { inEnglish } from '../words/inLanguage.fixture'
import { words } from './words'

const codes = [...errorCodes, 'OFFLINE', 'TIMEOUT', 'OPEN_IN_WECHAT'].sort()

test('every refusal has words in the voice of the school', () => {
  expect(Object.keys(words()).sort()).toEqual(codes)
  for (const sentence of Object.values(words())) expect(sentence).not.toMatch(/[!！您亲]|错误码|null|undefined/)
})

test('and in English, without a word of Chinese but the name of the shop', () => {
  const said = inEnglish(() => words())
  expect(Object.keys(said).sort()).toEqual(codes)
  for (const sentence of Object.values(said))
    expect(sentence.replace('杏坛', '')).not.toMatch(/[!\u4e00-\u9fff]|null|undefined/)
})
