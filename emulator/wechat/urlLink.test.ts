import { join } from 'node:path'
import { openDriver } from '../database/driver'
import { temporaryFolder } from '../testing/functions'
import { openUrlLinks } from './urlLink'

const DAY_MS = 24 * 3_600_000
const folder = temporaryFolder()
const driver = openDriver(join(folder.path, 'desk.sqlite'))
afterAll(() => {
  driver.close()
  folder.remove()
})

let time = 0
const links = openUrlLinks(driver, { now: () => time, deskUrl: 'http://desk' })
const ask = (change: object) =>
  links.generate({
    path: 'pages/course/course',
    query: 'courseId=tea&p=ABC',
    expire_type: 1,
    expire_interval: 30,
    ...change,
  })
const open = (link: string) =>
  links.route.handle({ method: 'GET', url: new URL(link), headers: {}, body: Buffer.alloc(0) } as never)

test('a link opens its page for as long as was asked, and not a moment longer', async () => {
  const answer = ask({})
  const link = 'json' in answer ? String(answer.json.url_link) : ''
  expect(await open(link)).toEqual({
    status: 302,
    headers: { location: 'http://desk/#/pages/course/course?courseId=tea&p=ABC' },
  })
  time += 30 * DAY_MS
  expect((await open(link)) as object).toMatchObject({ status: 410 })
})

test('what WeChat would not take is refused with its own codes', () => {
  const codeOf = (change: object) => {
    const answer = ask(change)
    return 'json' in answer && answer.json.errcode
  }
  expect([
    codeOf({}),
    codeOf({ expire_interval: 31 }),
    codeOf({ expire_type: 0, expire_time: 1 }),
    codeOf({ path: 'pages/course/course?a=1' }),
    codeOf({ query: '课' }),
    codeOf({ query: 'a'.repeat(1025) }),
    codeOf({ expire_type: 2 }),
  ]).toEqual([0, 85401, 85401, 40165, 40212, 40212, 40097])
})
