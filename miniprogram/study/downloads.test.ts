import type { Output } from '../../core/contract'
import { downloads, drop, dropWhatIsNotMine, isGood, keepLesson, keepProgress, openKept, renew } from './downloads'

const FOLDER = 'wxfile://usr'
const TEA = { courseId: 'tea', lessonId: 'look' }
const DAY = 86_400_000

const FILM: Output<'playLesson'> = {
  courseTitle: '十分钟喝懂一杯茶',
  lesson: { lessonId: 'look', title: '看', kind: 'video', free: false, durationSeconds: 20 },
  media: {
    url: 'https://a.example/720.mp4',
    expiresAt: '2026-11-26T01:15:00.000Z',
    renditions: [
      { quality: '720p', url: 'https://a.example/720.mp4' },
      { quality: '480p', url: 'https://a.example/480.mp4' },
    ],
  },
  chapters: [],
  pages: [],
  articleHtml: '<p><img src="https://a.example/cup.png?a=1&amp;b=2" alt="杯"></p>',
  coverUrl: null,
  attachments: [],
  progress: { lessonId: 'look', watchedSeconds: 0, positionSeconds: 0, finished: false },
  previousLessonId: null,
  nextLessonId: null,
  owned: true,
  outline: [],
  keptUntil: new Date(Date.now() + 30 * DAY).toISOString(),
  mark: '梅** k3x9',
}

type Told = { success?(answer: object): void; fail?(error: object): void }

/** A phone whose WeChat keeps files and asks a cloud that answers what `play` says. */
function phone(
  play: (input: { page?: number }) => Output<'playLesson'>,
  isLost: (url: string) => boolean = () => false,
) {
  const storage = new Map<string, unknown>([['session', { token: 't', expiresAt: '2099-01-01T00:00:00.000Z' }]])
  const files = new Map<string, string>()
  const fetched: string[] = []
  const told = (options: Told, answer: object | null) =>
    answer ? options.success?.(answer) : options.fail?.({ errMsg: 'fail' })
  const manager = {
    mkdir: (options: Told) => told(options, {}),
    rmdir({ dirPath, ...options }: Told & { dirPath: string }) {
      for (const path of files.keys()) if (path.startsWith(`${dirPath}/`)) files.delete(path)
      told(options, {})
    },
    writeFile({ filePath, data, ...options }: Told & { filePath: string; data: string }) {
      files.set(filePath, data)
      told(options, {})
    },
    readFile: ({ filePath, ...options }: Told & { filePath: string }) =>
      told(options, files.has(filePath) ? { data: files.get(filePath) } : null),
    getFileInfo: ({ filePath, ...options }: Told & { filePath: string }) =>
      told(options, { size: files.get(filePath)?.length ?? 0 }),
  }
  Object.assign(globalThis, {
    wx: {
      env: { USER_DATA_PATH: FOLDER },
      getStorageSync: (key: string) => storage.get(key) ?? '',
      setStorageSync: (key: string, value: unknown) => void storage.set(key, value),
      getFileSystemManager: () => manager,
      cloud: {
        callFunction: async ({ data }: { data: { input: { page?: number } } }) => ({
          result: { ok: true, data: play(data.input) },
        }),
      },
      downloadFile({ url, filePath, ...options }: Told & { url: string; filePath: string }) {
        fetched.push(url)
        if (!isLost(url)) files.set(filePath, `bytes of ${url}`)
        queueMicrotask(() => told(options, isLost(url) ? null : { statusCode: 200 }))
        return { onProgressUpdate: (tell: (told: { progress: number }) => void) => tell({ progress: 100 }) }
      },
    },
  })
  return { files, fetched }
}

test('a kept lesson opens from its own files: the smallest film, and its pictures', async () => {
  const { files, fetched } = phone(() => FILM)
  const shares: number[] = []
  await keepLesson(TEA, (share) => void shares.push(share))
  expect(fetched).toEqual(['https://a.example/480.mp4', 'https://a.example/cup.png?a=1&b=2'])
  expect(shares).toEqual([0.5, 1])
  const folder = `${FOLDER}/lessons/tea.look`
  expect([...files.keys()].sort()).toEqual([`${folder}/lesson.json`, `${folder}/media.mp4`, `${folder}/picture-0`])
  expect(await openKept(TEA)).toMatchObject({
    media: { url: `${folder}/media.mp4`, renditions: [] },
    articleHtml: `<p><img src="${folder}/picture-0" alt="杯"></p>`,
  })
})

test('a document is kept whole, although its addresses come a stretch at a time', async () => {
  const pages = (from: number) =>
    Array.from({ length: 5 }, (_, n) => ({
      url: n >= from && n < from + 2 ? `https://a.example/${n}.png` : null,
      width: 10,
      height: 20,
      seconds: 8,
    }))
  const { fetched } = phone(({ page = 0 }) => ({ ...FILM, media: null, articleHtml: '', pages: pages(page) }))
  await keepLesson(TEA, () => undefined)
  expect(fetched).toEqual([0, 1, 2, 3, 4].map((n) => `https://a.example/${n}.png`))
})

test('a lesson that could not be fetched whole leaves nothing behind', async () => {
  const { files } = phone(
    () => FILM,
    (url) => url.includes('cup'),
  )
  await expect(keepLesson(TEA, () => undefined)).rejects.toEqual({ errMsg: 'fail' })
  expect({ files: files.size, list: downloads() }).toEqual({ files: 0, list: [] })
})

test('a kept lesson is good until its time, is renewed by the cloud, and removed with its files', async () => {
  const { files } = phone(() => FILM)
  await keepLesson(TEA, () => undefined)
  const [kept] = downloads()
  if (!kept) throw new Error('nothing was kept')
  const now = Date.now()
  expect([isGood(kept, now), isGood(kept, now + 31 * DAY), isGood(kept, now - 2 * DAY)]).toEqual([true, false, false])
  renew(TEA, { keptUntil: new Date(now - DAY).toISOString(), progress: FILM.progress })
  expect(await openKept(TEA)).toBeNull()
  await drop(TEA)
  expect({ files: files.size, list: downloads() }).toEqual({ files: 0, list: [] })
})

test('a journey goes on where the evening before ended', async () => {
  phone(() => FILM)
  await keepLesson(TEA, () => undefined)
  const evening = { lessonId: 'look', watchedSeconds: 12, positionSeconds: 12, finished: false }
  keepProgress(TEA, evening)
  keepProgress({ courseId: 'sky', lessonId: 'moon' }, { ...evening, lessonId: 'moon' })
  expect((await openKept(TEA))?.progress).toEqual(evening)
  expect(downloads()).toHaveLength(1)
})

test('what its owner may no longer see is cleared; free lessons stay', async () => {
  phone(() => ({ ...FILM, lesson: { ...FILM.lesson, free: true } }))
  await keepLesson({ courseId: 'sky', lessonId: 'moon' }, () => undefined)
  dropWhatIsNotMine(new Set(['tea']))
  expect(downloads().map(({ courseId }) => courseId)).toEqual(['sky'])
  phone(() => FILM)
  await keepLesson(TEA, () => undefined)
  dropWhatIsNotMine(new Set())
  expect(downloads()).toEqual([])
})
