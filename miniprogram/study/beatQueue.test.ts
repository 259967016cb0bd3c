import { type Beat, BeatQueue, join, type Sent } from './beatQueue'

const beat = (from: number, to: number, lessonId = 'tea'): Beat => ({ courseId: 'spring', lessonId, from, to })

/** A queue on a phone, over a line that answers what the script says for each sending. */
function given(script: (beat: Beat) => Sent<number> | Promise<Sent<number>>, waiting: Beat[] = []) {
  let kept = waiting
  const sent: Beat[] = []
  const place = {
    read: () => kept,
    write(beats: Beat[]) {
      kept = beats
    },
  }
  const queue = new BeatQueue<number>(place, async (one) => {
    sent.push(one)
    return script(one)
  })
  return { queue, sent, waiting: () => kept }
}

test('beats that touch become one, in the order of study', () => {
  expect([beat(0, 1), beat(1, 2.04), beat(60, 61), beat(0, 5, 'ink')].reduce(join, [] as Beat[])).toEqual([
    beat(0, 2),
    beat(60, 61),
    beat(0, 5, 'ink'),
  ])
})

test('beats of two sittings stay two, each at its own time', () => {
  const at = (from: number, to: number, minutes: number): Beat => ({ ...beat(from, to), studiedAt: minutes * 60_000 })
  expect([at(0, 60, 1), at(60, 120, 2), at(120, 180, 600)].reduce(join, [] as Beat[])).toEqual([
    at(0, 120, 2),
    at(120, 180, 600),
  ])
})

test('what the cloud took is gone from the phone', async () => {
  const { queue, sent, waiting } = given(({ to }) => ({ status: 'taken', answer: to }), [beat(0, 10), beat(30, 40)])
  expect(await queue.flush()).toBe(40)
  expect({ sent, waiting: waiting() }).toEqual({ sent: [beat(0, 10), beat(30, 40)], waiting: [] })
})

test('without a network everything is kept, and sent later', async () => {
  let isOnline = false
  const { queue, waiting } = given(() => (isOnline ? { status: 'taken', answer: 1 } : { status: 'kept' }))
  queue.add(beat(0, 10))
  expect(await queue.flush()).toBeNull()
  queue.add(beat(10, 20))
  expect(waiting()).toEqual([beat(0, 20)])
  isOnline = true
  expect(await queue.flush()).toBe(1)
  expect(waiting()).toEqual([])
})

test('a refused beat does not block those after it', async () => {
  const { queue, waiting } = given(
    ({ lessonId }) => (lessonId === 'gone' ? { status: 'refused' } : { status: 'taken', answer: 2 }),
    [beat(0, 10, 'gone'), beat(0, 10)],
  )
  expect(await queue.flush()).toBe(2)
  expect(waiting()).toEqual([])
})

test('what is studied while a beat is on its way is not lost with it', async () => {
  const { queue, sent, waiting } = given(
    (one) => {
      if (one.from === 0) queue.add(beat(10, 12))
      return { status: 'taken', answer: one.to }
    },
    [beat(0, 10)],
  )
  expect(await queue.flush()).toBe(12)
  expect({ sent, waiting: waiting() }).toEqual({ sent: [beat(0, 10), beat(10, 12)], waiting: [] })
})

test('two pages that report at the same time send each beat once', async () => {
  const { queue, sent } = given(() => ({ status: 'taken', answer: 1 }), [beat(0, 10)])
  await Promise.all([queue.flush(), queue.flush()])
  expect(sent).toEqual([beat(0, 10)])
})
