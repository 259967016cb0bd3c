import { counting } from '../../platform/memory/counting'
import { memoryWorld } from '../../platform/memory/world'
import { heat } from './heat'

const HOUR = 3_600_000
const DAY = 24 * HOUR

function given() {
  const world = memoryWorld('2026-11-21T02:00:00.000Z')
  const { store, clock, ports } = world
  let n = 0
  return {
    ...world,
    async joins(courseId: string, count = 1, daysAgo = 0) {
      const at = new Date(clock.now().getTime() - daysAgo * DAY - 2 * 60_000 + n).toISOString()
      for (let one = 0; one < count; one += 1) {
        n += 1
        await store.put('enrolments', {
          _id: `e${n}`,
          courseId,
          enrolledAt: new Date(Date.parse(at) + one).toISOString(),
        })
      }
    },
    count: () => heat(ports).count(),
    sums: () => heat(ports).sums(),
  }
}

test('what was joined before the window counts towards who joined, and warms nothing', async () => {
  const { joins, count, sums } = given()
  await joins('tea', 2)
  await joins('tea', 3, 10)
  await joins('tea', 4, 40)
  expect(await count()).toBe(9)
  expect(await sums()).toEqual({ heat: { tea: 15 }, joined: { tea: 9 } })
  expect(await count()).toBe(0)
})

test('days leave the window one by one, and nobody is counted twice or lost', async () => {
  const { joins, count, sums, clock } = given()
  for (let day = 0; day < 45; day += 1) {
    await joins('tea', 2)
    await count()
    clock.advance(DAY)
  }
  await count()
  expect((await sums()).joined).toEqual({ tea: 90 })
  // Today nobody joined yet: twenty-nine days of the thirty have two.
  expect((await sums()).heat).toEqual({ tea: 29 * 2 * 3 })
})

test('two timers at once count once', async () => {
  const { joins, count, sums } = given()
  await joins('tea', 5)
  await Promise.all([count(), count()])
  expect((await sums()).joined).toEqual({ tea: 5 })
})

test('more facts than one run reads are counted by the next ones, each once', async () => {
  const { store, sums, clock, ports } = given()
  const start = clock.now().getTime() - 20 * HOUR
  // Three learners a moment: where a run ends, a moment may be cut in two.
  for (let n = 0; n < 1000; n += 1)
    await store.put('enrolments', {
      _id: `many${n}`,
      courseId: n % 4 ? 'tea' : 'ink',
      enrolledAt: new Date(start + Math.floor(n / 3) * 1000).toISOString(),
    })
  const counted = []
  for (let run = 0; run < 6; run += 1) counted.push(await heat(ports, 3).count())
  expect(counted[0]).toBeLessThan(300)
  expect(counted.at(-1)).toBe(0)
  expect((await sums()).joined).toEqual({ tea: 750, ink: 250 })
})

test('an hour in which little happened costs little', async () => {
  const { joins, count, ports, clock } = given()
  await joins('tea', 2)
  await count()
  clock.advance(HOUR)
  await joins('tea', 1)
  const asked = counting(ports)
  await heat({ ...asked.ports, clock }).count()
  // Thirty-one buckets at once, the new facts of both kinds, and today's sums.
  expect(asked.requests()).toBe(34)
})
