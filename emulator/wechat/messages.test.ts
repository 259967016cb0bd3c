import { join } from 'node:path'
import { openDriver } from '../database/driver'
import { temporaryFolder } from '../testing/functions'
import { openMessages } from './messages'

const MEI = 'o-mei'
const folder = temporaryFolder()
const driver = openDriver(join(folder.path, 'desk.sqlite'))
afterAll(() => {
  driver.close()
  folder.remove()
})

const given = () => openMessages(driver, { now: () => 0, exists: (openid) => openid === MEI })
const about = (data: Record<string, string>) => ({
  touser: MEI,
  template_id: 'opened',
  data: Object.fromEntries(Object.entries(data).map(([keyword, value]) => [keyword, { value }])),
})
const codeOf = (answer: ReturnType<ReturnType<typeof given>['send']>) => 'json' in answer && answer.json.errcode

test('every kind of keyword keeps its own measure', () => {
  const messages = given()
  const refused = ['thing1', 'thing2', 'phrase3', 'number4', 'date5', 'amount6', 'name7', 'character_string8', 'wish9']
  const values: Record<string, [fine: string, wrong: string]> = {
    thing1: ['二十个字以内的事情都可以写在这里面', '这里写了超过二十个字的事情所以会被微信拒绝掉了'],
    thing2: ['a', ''],
    phrase3: ['已开通', 'opened'],
    number4: ['12.5', '十二'],
    date5: ['2026年11月21日 10:30', '昨天'],
    amount6: ['¥199.00', '一百九十九'],
    name7: ['小梅', '小梅1号'],
    character_string8: ['NO-2026-0001', '编号一'],
    wish9: ['', '好'],
  }
  messages.decide(
    MEI,
    refused.map(() => 'opened'),
    'accept',
  )
  for (const [keyword, [fine, wrong]] of Object.entries(values)) {
    if (keyword !== 'wish9') expect([keyword, codeOf(messages.send(about({ [keyword]: fine })))]).toEqual([keyword, 0])
    expect(messages.send(about({ [keyword]: wrong }))).toEqual({
      json: { errcode: 47003, errmsg: `argument invalid! data.${keyword}.value invalid` },
    })
  }
})

test('a refusal takes no earlier consent away, and is none itself', () => {
  const messages = given()
  messages.decide(MEI, ['homework'], 'reject')
  expect(messages.consents(MEI, 'homework')).toBe(0)
  messages.decide(MEI, ['homework'], 'accept')
  messages.decide(MEI, ['homework'], 'reject')
  expect(messages.consents(MEI, 'homework')).toBe(1)
})

test('somebody WeChat does not know receives nothing', () => {
  expect(given().send({ ...about({ thing1: '课' }), touser: 'o-nobody' })).toEqual({
    json: { errcode: 40003, errmsg: 'invalid openid' },
  })
})
