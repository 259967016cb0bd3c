import { createPublicKey, verify } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Desk } from '../../emulator/desk'
import { ORDINARY_PAY, openShop } from '../../scripts/shop'
import { type Phone, phone, refusal, until } from './phone'

const SECONDS = 1000
const TEA = 'tea-in-ten-minutes'

let desk: Desk
let mei: Phone
const dataDir = mkdtempSync(join(tmpdir(), 'xingtan-sale-'))

beforeAll(async () => {
  desk = await openShop({ dataDir, port: 0, money: ORDINARY_PAY, courses: [TEA], strictIndexes: true })
  mei = await phone(desk.url, '小梅')
  await mei.signIn()
}, 60_000)
afterAll(async () => {
  await desk.close()
  rmSync(dataDir, { recursive: true })
})

const detailOf = async (who: Phone) => {
  const answer = await who.call('browseCatalog', { action: 'detail', courseId: TEA })
  if (answer.action !== 'detail') throw new Error('not a course')
  return answer.course
}

test('a learner finds the course, tries a free lesson, and cannot open the others', async () => {
  const home = await mei.call('browseCatalog', { action: 'home' })
  if (home.action !== 'home') throw new Error('not the home page')
  expect(home.blocks.map(({ kind }) => kind)).toContain('new')
  const found = await mei.call('searchCourses', { action: 'search', text: '一杯茶' })
  expect(
    found.action === 'search' && found.hits.map(({ card: { courseId, fen } }) => ({ courseId, fen })),
  ).toContainEqual({
    courseId: TEA,
    fen: 990,
  })

  const { outline, owned } = await detailOf(mei)
  expect(owned).toBe(false)
  const [free, paid] = [outline.find((one) => one.free), outline.find((one) => !one.free)]
  const played = await mei.call('playLesson', { courseId: TEA, lessonId: free?.lessonId ?? '' })
  expect(played.media ?? played.articleHtml).toBeTruthy()
  expect(await refusal(mei.call('playLesson', { courseId: TEA, lessonId: paid?.lessonId ?? '' }))).toBe('NOT_OWNED')
})

test('she buys it: the course opens because a signed and encrypted notice arrived, and WeChat tells her', async () => {
  const bought = await mei.call('buyCourse', { courseId: TEA })
  if (bought.status !== 'pay') throw new Error('nothing to pay')
  expect(bought.fen).toBe(990)
  await mei.subscribe([bought.templateId ?? ''])
  await mei.pay(bought.sheet)

  // Nobody asks about the order here: only the notice can have opened the course.
  await until(
    () => detailOf(mei),
    ({ owned }) => owned,
  )
  const { order } = await mei.call('checkOrder', { orderId: bought.orderId })
  expect(order).toMatchObject({ state: 'paid', opened: true, fen: 990 })
  expect(order.transactionId).toMatch(/^\d{28}$/)
  const [payment] = desk.weChatPay.look()
  expect(payment).toMatchObject({ outTradeNo: bought.orderId, state: 'SUCCESS', notice: { delivered: true } })
  expect(payment?.notice?.attempts).toHaveLength(1)
  const messages = await until(
    async () => (await (await fetch(`${desk.url}/desk/messages`)).json()).messages,
    (list) => list.length === 1,
  )
  expect(JSON.stringify(messages[0])).toContain(bought.orderId)
  expect(await refusal(mei.call('buyCourse', { courseId: TEA }))).toBe('ALREADY_OWNED')
})

test('she studies every lesson; leaving in the middle, she comes back to that second', async () => {
  const { outline } = await detailOf(mei)
  for (const { lessonId, durationSeconds } of outline) {
    await mei.call('playLesson', { courseId: TEA, lessonId })
    const half = Math.floor(durationSeconds / 2)
    desk.clock.advance(half * SECONDS)
    await mei.call('recordProgress', { courseId: TEA, lessonId, from: 0, to: half })
    const back = await mei.call('playLesson', { courseId: TEA, lessonId })
    expect(back.progress).toMatchObject({ positionSeconds: half, watchedSeconds: half, finished: false })
    desk.clock.advance(durationSeconds * SECONDS)
    const { progress } = await mei.call('recordProgress', { courseId: TEA, lessonId, from: half, to: durationSeconds })
    expect(progress).toMatchObject({ finished: true })
  }
  const learning = await mei.call('myLearning', {})
  expect(learning.courses).toMatchObject([{ card: { courseId: TEA }, percent: 100, resume: null }])
})

test('she receives a certificate that anyone can check', async () => {
  expect(await refusal(mei.call('issueCertificate', { courseId: TEA }))).toBe('NAME_NEEDED')
  await mei.call('updateProfile', { nickname: '梅若雪' })
  const issued = await mei.call('issueCertificate', { courseId: TEA })
  expect(issued.certificate).toMatchObject({ learnerName: '梅若雪', courseId: TEA })
  expect(issued.verifyUrl).toBe(`${desk.url}/web/#/pages/verify/verify?number=${issued.certificate.number}`)

  const image = await fetch(issued.imageUrl)
  expect(image.headers.get('content-type')).toBe('image/png')
  expect(
    Buffer.from(await image.arrayBuffer())
      .subarray(1, 4)
      .toString(),
  ).toBe('PNG')

  // By HTTP, without WeChat, as a stranger's browser or script would.
  const reply = await fetch(`${desk.url}/http/verifyCertificate`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ number: issued.certificate.number }),
  })
  const { data } = await reply.json()
  expect({ status: reply.status, certificate: data.certificate }).toEqual({
    status: 200,
    certificate: issued.certificate,
  })
  const key = createPublicKey({
    key: Buffer.concat([
      Buffer.from('302a300506032b6570032100', 'hex'),
      Buffer.from(data.proof.publicKey, 'base64url'),
    ]),
    format: 'der',
    type: 'spki',
  })
  expect(verify(null, Buffer.from(data.proof.text), key, Buffer.from(data.proof.signature, 'base64url'))).toBe(true)
})

test('nothing on the way read a whole collection', () => {
  expect(desk.database.scans).toEqual([])
})
