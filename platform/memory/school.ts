import { editCourse } from '../../core/catalog/editCourse'
import { MoneySettings } from '../../core/contract/moneySettings'
import { SPRING, WATER } from '../../core/school.fixture'
import { saveMoneySettings } from '../../core/settings/moneySettings'
import { learner, memoryWorld } from './world'

/** What most tests live with: ordinary WeChat Pay inside WeChat, as a school may switch it on. */
export const JSAPI_ONLY = { jsapi: true, virtualGoods: false, virtualCoins: false }

export const MEI = learner('mei')
export const ZHOU = learner('zhou')

/** A school with two courses on the shelf and two people in front of it, in memory; it takes ordinary WeChat Pay too. */
export async function memorySchool(options: Parameters<typeof memoryWorld>[1] = {}) {
  const world = memoryWorld(undefined, options)
  const office = { userId: 'office', openid: '', roles: ['editor'] as const }
  for (const course of [SPRING, WATER]) {
    await editCourse(world.ports)(office, { action: 'save', course })
    await editCourse(world.ports)(office, { action: 'publish', courseId: course.courseId })
    for (const path of ['spring/01.mp4', 'spring/02.m4a', 'spring/flower.png'])
      await world.ports.files.put(path, new Uint8Array([1]), 'application/octet-stream')
    world.clock.advance(1000)
  }
  await saveMoneySettings(world.ports, MoneySettings.parse({ ways: JSAPI_ONLY }), 'office')
  for (const { userId } of [MEI, ZHOU])
    await world.store.put('users', {
      _id: userId,
      nickname: userId === 'mei' ? '小梅' : '老周',
      avatarFileId: null,
      roles: ['learner'],
      joinedAt: '2026-11-21T02:00:00.000Z',
    })
  return world
}
