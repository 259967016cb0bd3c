import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Verb } from '../core/contract'
import type { Desk } from '../emulator/desk'
import { longestChain } from '../emulator/functions/chain'
import type { BuiltFunction } from '../scripts/build'
import { ORDINARY_PAY, openShop } from '../scripts/shop'
import { phone, until } from '../tests/journeys/phone'

/** What a verb costs before it answers: requests to the database and files, and the longest chain of them in sequence. */
export type VerbCost = { sequence: number; operations: number; bundleBytes: number }

/** The cost of the newest finished invocation of a function, up to its answer. */
async function costOf(desk: Desk, name: string): Promise<Omit<VerbCost, 'bundleBytes'>> {
  const newest = await until(
    () => desk.functions.invocations.list().find((one) => one.function === name),
    (one) => one?.state === 'done',
  )
  if (newest?.outcome !== 'ok') throw new Error(`${name} answered ${newest?.outcome}: ${newest?.error}`)
  const beforeAnswer = newest.operations.filter((one) => one.fromMs < (newest.ms ?? 0))
  const remote = beforeAnswer.filter(({ action }) => action.startsWith('database.') || action.startsWith('storage.'))
  return { sequence: longestChain(remote).length, operations: remote.length }
}

const NETWORK_MS = 40
const TEA = 'tea-in-ten-minutes'

/** Walks one learner through every verb on a desk of its own and counts what each of these functions, built for the desk, asked for. */
export async function verbCosts(functions: BuiltFunction[]): Promise<Record<string, VerbCost>> {
  const dataDir = mkdtempSync(join(tmpdir(), 'xingtan-bench-'))
  const desk = await openShop({ dataDir, port: 0, money: ORDINARY_PAY, courses: [TEA] })
  // On a desk the services answer in less than a millisecond, before the next request of the same batch arrives. A
  // network's delay lets what was sent together overlap, so that only what really waited counts as a chain.
  for (const service of ['database', 'storage'] as const)
    desk.faults.order({ service, kind: 'delay', ms: NETWORK_MS, times: 1_000_000 })
  const costs: Record<string, VerbCost> = {}
  const count = async (name: Verb, label: string = name) => {
    const bundleBytes = functions.find((one) => one.name === name)?.bytes ?? 0
    costs[label] = { ...(await costOf(desk, name)), bundleBytes }
  }

  try {
    const mei = await phone(desk.url, '梅若雪')
    await mei.signIn({ agrees: false })
    await count('login')
    await mei.agree()
    await mei.call('updateProfile', { nickname: '梅若雪' })
    await count('updateProfile')
    await mei.call('browseCatalog', { action: 'home' })
    await count('browseCatalog', 'browseCatalog (home)')
    await mei.call('browseCatalog', { action: 'list', category: '生活' })
    await count('browseCatalog', 'browseCatalog (list)')
    await mei.call('searchCourses', { action: 'search', text: '一杯茶' })
    await count('searchCourses')
    const detail = await mei.call('browseCatalog', { action: 'detail', courseId: TEA })
    await count('browseCatalog', 'browseCatalog')
    if (detail.action !== 'detail') throw new Error('not a course')
    // What the course's page and the tab bar ask beside it.
    await mei.call('reviews', { action: 'list', courseId: TEA, order: 'helpful', size: 3 })
    await count('reviews')
    await mei.call('favourites', { action: 'has', courseId: TEA })
    await count('favourites')
    await mei.call('inbox', { action: 'count' })
    await count('inbox')

    const bought = await mei.call('buyCourse', { courseId: TEA })
    await count('buyCourse')
    if (bought.status !== 'pay') throw new Error('nothing to pay')
    await mei.pay(bought.sheet)
    await count('payNotify')
    await mei.call('checkOrder', { orderId: bought.orderId })
    await count('checkOrder')
    await mei.call('myOrders', {})
    await count('myOrders')

    for (const { lessonId, durationSeconds } of detail.course.outline) {
      await mei.call('playLesson', { courseId: TEA, lessonId })
      await count('playLesson')
      desk.clock.advance(durationSeconds * 1000)
      await mei.call('recordProgress', { courseId: TEA, lessonId, from: 0, to: durationSeconds })
      await count('recordProgress')
    }
    const place = { unit: 'second', at: 1 } as const
    await mei.call('notes', {
      action: 'add',
      noteId: 'note00000001',
      courseId: TEA,
      lessonId: '01-look',
      place,
      text: '水温',
    })
    await count('notes')
    await mei.call('planStudy', { plan: { daysPerWeek: 3, minutesPerDay: 20 } })
    await count('planStudy')
    await mei.call('myLearning', {})
    await count('myLearning')
    const { certificate } = await mei.call('issueCertificate', { courseId: TEA })
    await count('issueCertificate')
    await mei.call('verifyCertificate', { number: certificate.number })
    await count('verifyCertificate')
    desk.timers.fire('sweepOrders', 'everyMinute')
    await count('sweepOrders')
    // The office's door has no client yet; its bundle is counted all the same.
    costs.editCourse = {
      sequence: 0,
      operations: 0,
      bundleBytes: functions.find((one) => one.name === 'editCourse')?.bytes ?? 0,
    }
    return costs
  } finally {
    await desk.close()
    rmSync(dataDir, { recursive: true, force: true })
  }
}
