import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Desk } from '../emulator/desk'
import { phone } from '../tests/journeys/phone'
import { openShop } from './shop'

/** `npm run role` as the owner of a school runs it, against a desk with three people. */

let desk: Desk
const dataDir = mkdtempSync(join(tmpdir(), 'xingtan-role-'))

beforeAll(async () => {
  desk = await openShop({ dataDir, port: 0, courses: [] })
}, 60_000)
afterAll(async () => {
  await desk.close()
  rmSync(dataDir, { recursive: true, force: true })
})

async function person(nickname: string) {
  const one = await phone(desk.url, nickname)
  const { userId } = await one.signIn()
  await one.call('updateProfile', { nickname })
  return { ...one, userId }
}

async function run(...words: string[]): Promise<{ code: number; said: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', join(__dirname, 'role.ts'), ...words, '--desk', desk.url])
  const said: string[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => said.push(String(chunk)))
  const [code] = await once(child, 'close')
  return { code, said: said.join('').trim() }
}

test('a role is given by name, counts from the next sign-in, is taken by id, and leaves a trace', async () => {
  const mei = await person('小梅')
  await expect(mei.call('issueInvoices', { action: 'waiting' })).rejects.toMatchObject({ code: 'FORBIDDEN' })

  const later = '下次登录生效:打开「我的」马上生效,最晚两小时后'
  expect(await run('--user', '小梅', '--add', 'finance', '--add', 'support')).toEqual({
    code: 0,
    said: `小梅 (${mei.userId}): learner, finance, support\n${later}`,
  })
  await expect(mei.call('issueInvoices', { action: 'waiting' })).rejects.toMatchObject({ code: 'FORBIDDEN' })
  await mei.signIn()
  expect(await mei.call('issueInvoices', { action: 'waiting' })).toEqual({ orders: [], next: null })

  expect(await run('--user', mei.userId, '--remove', 'finance')).toEqual({
    code: 0,
    said: `小梅 (${mei.userId}): learner, support\n${later}`,
  })
  expect(await run('--user', '小梅')).toEqual({ code: 0, said: `小梅 (${mei.userId}): learner, support` })
  const audits = await fetch(`${desk.url}/desk/database/audits`).then((answer) => answer.json())
  expect(audits.documents).toHaveLength(2)
}, 60_000)

test('of several people with one name nobody is changed, and their ids are told', async () => {
  const first = await person('老周')
  const second = await person('阿宁')
  await second.call('updateProfile', { nickname: '老周' })
  const { code, said } = await run('--user', '老周', '--add', 'admin')
  expect(code).toBe(1)
  expect(said.split('\n')[0]).toBe('有 2 个人叫「老周」,请用编号指定一位:')
  expect(said.split('\n').slice(1).sort()).toEqual(
    [first, second].map(({ userId }) => `老周 (${userId}): learner`).sort(),
  )
}, 60_000)

test('a name that nobody has, and a role that there is not, are refused in words', async () => {
  expect(await run('--user', '无此人', '--add', 'admin')).toMatchObject({
    code: 1,
    said: expect.stringContaining('没有叫「无此人」的人'),
  })
  expect(await run('--user', '小梅', '--add', 'king')).toMatchObject({
    code: 2,
    said: expect.stringContaining('king: no such role'),
  })
}, 60_000)
