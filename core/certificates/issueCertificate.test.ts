import { createPublicKey, verify } from 'node:crypto'
import { MEI, memorySchool, ZHOU } from '../../platform/memory/school'
import { AppError } from '../contract/errors'
import { playLesson } from '../learning/playLesson'
import { recordProgress } from '../learning/recordProgress'
import { buyCourse } from '../orders/buyCourse'
import { shutCourse } from '../orders/delivery'
import type { Caller } from '../ports'
import { issueCertificate } from './issueCertificate'
import { verifyCertificate } from './verifyCertificate'

const NOBODY: Caller = { userId: '', openid: '', roles: [] }
const WATER = { courseId: 'water', lessonId: '01-why' }

async function given() {
  const world = await memorySchool()
  const { ports, clock } = world
  return {
    ...world,
    issue: (who: Caller) => issueCertificate(ports)(who, { courseId: 'water' }),
    look: (number: string) => verifyCertificate(ports)(NOBODY, { number }),
    async finish(who: Caller) {
      await buyCourse(ports)(who, { courseId: 'water' })
      await playLesson(ports)(who, WATER)
      clock.advance(30_000)
      await recordProgress(ports)(who, { ...WATER, from: 0, to: 30 })
    },
  }
}

const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no refusal',
    (error) => (error instanceof AppError ? error.code : error),
  )

test('whoever finished every lesson receives one certificate; asked again, the same one', async () => {
  const { finish, issue, store, clock } = await given()
  await finish(MEI)
  const issued = await issue(MEI)
  expect(issued).toEqual({
    certificate: {
      number: expect.stringMatching(/^XT-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/),
      learnerName: '小梅',
      courseId: 'water',
      courseTitle: '喝水的学问',
      teacherName: '周行',
      lessonCount: 1,
      studiedMinutes: 1,
      issuedAt: clock.now().toISOString(),
    },
    imageUrl: `https://files.example/certificates/${issued.certificate.number}.png?ttl=3600`,
    verifyUrl: `https://shop.example/#/pages/verify/verify?number=${issued.certificate.number}`,
  })
  clock.advance(60_000)
  expect(await issue(MEI)).toEqual(issued)
  expect(store.all('certificates')).toHaveLength(1)
})

test('two devices asking at once receive the same certificate', async () => {
  const { finish, issue, store } = await given()
  await finish(MEI)
  const [one, other] = await Promise.all([issue(MEI), issue(MEI)])
  expect(other).toEqual(one)
  expect(store.all('certificates')).toHaveLength(1)
})

test('nobody receives one for a course not owned, not finished, or without a name', async () => {
  const { issue, ports, finish, store } = await given()
  expect(await refusal(issue(ZHOU))).toBe('NOT_OWNED')
  await buyCourse(ports)(MEI, { courseId: 'water' })
  expect(await refusal(issue(MEI))).toBe('NOT_FINISHED')
  await store.change('users', 'zhou', {}, { set: { nickname: '同学' } })
  await finish(ZHOU)
  expect(await refusal(issue(ZHOU))).toBe('NAME_NEEDED')
})

test('a course shut in the moment its certificate is made leaves none behind', async () => {
  const { finish, ports, store } = await given()
  await finish(MEI)
  const source = `order:${store.all('orders')[0]?._id}`
  let isShut = false
  const shutMeanwhile: typeof ports = {
    ...ports,
    certificates: {
      ...ports.certificates,
      async sign(text) {
        isShut = true
        await shutCourse(ports, 'mei', 'water', source)
        return ports.certificates.sign(text)
      },
    },
  }
  expect(await refusal(issueCertificate(shutMeanwhile)(MEI, { courseId: 'water' }))).toBe('NOT_OWNED')
  expect(isShut).toBe(true)
  expect(store.all('certificates')).toEqual([])
})

test('anyone can look one up, however the number is typed, and check the signature without us', async () => {
  const { finish, issue, look } = await given()
  await finish(MEI)
  const { certificate } = await issue(MEI)
  const seen = await look(certificate.number.toLowerCase().replaceAll('-', ' '))
  expect(seen).toMatchObject({ certificate, schoolName: '杏坛', revokedAt: null })
  const key = createPublicKey({
    key: Buffer.concat([
      Buffer.from('302a300506032b6570032100', 'hex'),
      Buffer.from(seen.proof.publicKey, 'base64url'),
    ]),
    format: 'der',
    type: 'spki',
  })
  const isGenuine = (text: string) =>
    verify(null, Buffer.from(text), key, Buffer.from(seen.proof.signature, 'base64url'))
  expect(isGenuine(seen.proof.text)).toBe(true)
  expect(isGenuine(seen.proof.text.replace('小梅', '老周'))).toBe(false)
})

test('an unknown number, and a row altered in the database, are no certificates', async () => {
  const { finish, issue, look, store, alerts } = await given()
  expect(await refusal(look('XT-0000-0000-0000'))).toBe('CERTIFICATE_NOT_FOUND')
  await finish(MEI)
  const { number } = (await issue(MEI)).certificate
  await store.change('certificates', number, {}, { set: { learnerName: '老周' } })
  expect(await refusal(look(number))).toBe('CERTIFICATE_NOT_FOUND')
  expect(alerts).toEqual([{ code: 'CERTIFICATE_ALTERED', facts: { number } }])
})
