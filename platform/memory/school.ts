import { editCourse } from '../../core/catalog/editCourse'
import { SPRING, WATER } from '../../core/school.fixture'
import { learner, memoryWorld } from './world'

export const MEI = learner('mei')
export const ZHOU = learner('zhou')

/** A school with two courses on the shelf and two people in front of it, in memory. */
export async function memorySchool() {
  const world = memoryWorld()
  const office = { userId: 'office', openid: '', roles: ['editor'] as const }
  for (const course of [SPRING, WATER]) {
    await editCourse(world.ports)(office, { action: 'save', course })
    await editCourse(world.ports)(office, { action: 'publish', courseId: course.courseId })
    for (const path of ['spring/01.mp4', 'spring/02.m4a', 'spring/flower.png'])
      await world.ports.files.put(path, new Uint8Array([1]), 'application/octet-stream')
    world.clock.advance(1000)
  }
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
