import { type Found, listed, listing } from './listing'

type Answer = { resolve(found: Found<string>): void; reject(error: unknown): void }

/** A page that lists, whose questions are answered by hand. */
function given() {
  const asked: (string | undefined)[] = []
  const answers: Answer[] = []
  const shown: object[] = []
  const page = {
    data: listed<string>(),
    ...listing((error) => `no: ${error}`),
    setData(change: object) {
      shown.push(change)
      Object.assign(page.data, change)
    },
    ask: (after?: string) => {
      asked.push(after)
      return new Promise<Found<string>>((resolve, reject) => answers.push({ resolve, reject }))
    },
  }
  return { page, asked, answers, shown }
}

const READY = { view: { status: 'ready' }, isMore: false, note: '' }
const settled = () => new Promise((done) => setImmediate(done))

/** The page with its first answer on it. */
async function opened(found: Found<string> = { rows: ['a', 'b'], next: 'b' }) {
  const all = given()
  const first = all.page.refresh()
  all.answers[0]?.resolve(found)
  await first
  return all
}

test('it begins with nothing but that it is loading; an answer is shown in one change', async () => {
  expect(given().page.data).toEqual({ view: { status: 'loading' }, rows: [], next: null, isMore: false, note: '' })
  const { page, shown } = await opened()
  expect(page.data).toEqual({ ...READY, rows: ['a', 'b'], next: 'b' })
  expect(shown).toHaveLength(1)
})

test('nothing found is said; what else the first answer says is on the page before its rows', async () => {
  const told: number[] = []
  const { page, shown } = given()
  page.ask = async () => ({ rows: [], next: null, also: () => told.push(shown.length) })
  await page.refresh()
  expect([page.data.view, told]).toEqual([{ status: 'empty' }, [0]])
})

test('a failure takes the place of nothing, and is tried again; of rows it only takes a line', async () => {
  const { page, answers, asked } = given()
  const first = page.refresh()
  answers[0]?.reject('offline')
  await first
  expect(page.data.view).toEqual({ status: 'failed', why: 'no: offline' })
  page.onRetry()
  expect(page.data.view).toEqual({ status: 'loading' })
  answers[1]?.resolve({ rows: ['a'], next: null })
  await settled()
  const again = page.refresh()
  answers[2]?.reject('offline')
  await again
  expect(page.data).toEqual({ ...READY, rows: ['a'], next: null, note: 'no: offline' })
  expect(asked).toEqual([undefined, undefined, undefined])
})

test('reaching the bottom asks once for what comes after, and at the end no more', async () => {
  const { page, asked, answers } = await opened()
  const more = page.onReachBottom()
  await page.onReachBottom()
  expect([asked, page.data.isMore]).toEqual([[undefined, 'b'], true])
  answers[1]?.resolve({ rows: ['c'], next: null })
  await more
  expect(page.data).toEqual({ ...READY, rows: ['a', 'b', 'c'], next: null })
  await page.onReachBottom()
  expect(asked).toHaveLength(2)
})

test('more that does not come is said in a line, and the same place is asked again', async () => {
  const { page, asked, answers } = await opened()
  const more = page.onReachBottom()
  answers[1]?.reject('offline')
  await more
  expect(page.data).toEqual({ ...READY, rows: ['a', 'b'], next: 'b', note: 'no: offline' })
  void page.onReachBottom()
  expect(asked).toEqual([undefined, 'b', 'b'])
})

test('rows that changed meanwhile stay as they are when more come', async () => {
  const { page, answers } = await opened()
  const more = page.onReachBottom()
  page.setData({ rows: ['a, read', 'b'] })
  answers[1]?.resolve({ rows: ['c'], next: null })
  await more
  expect(page.data.rows).toEqual(['a, read', 'b', 'c'])
})

test('answers to older questions are dropped, good or bad, first or further', async () => {
  const { page, answers } = await opened()
  const more = page.onReachBottom()
  const slow = page.refresh()
  const quick = page.refresh()
  answers[3]?.resolve({ rows: ['new'], next: 'new' })
  await quick
  answers[1]?.resolve({ rows: ['c'], next: null })
  answers[2]?.reject('offline')
  await Promise.all([more, slow])
  expect(page.data).toEqual({ ...READY, rows: ['new'], next: 'new' })
})

test('pulling down refreshes, and lets go when it is done', async () => {
  const stop = jest.fn()
  Object.assign(globalThis, { wx: { stopPullDownRefresh: stop } })
  const { page, answers } = await opened()
  const pulled = page.onPullDownRefresh()
  expect(stop).not.toHaveBeenCalled()
  answers[1]?.resolve({ rows: ['z'], next: null })
  await pulled
  expect([page.data.rows, stop.mock.calls.length]).toEqual([['z'], 1])
})
