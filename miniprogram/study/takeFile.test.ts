import { sendFile, takeFile } from './takeFile'

const LESSON = { courseId: 'spring-ink', lessonId: '01-brush' }
const PAPER = { name: '练习纸.pdf', kind: 'document' } as const
const FLOWER = { name: '花.png', kind: 'picture' } as const
const MODELS = { name: '字帖.zip', kind: 'archive' } as const

type Told = { success?(answer: object): void; fail?(error: object): void }

/** A phone or computer with WeChat on it; `refuses` says how one of its calls fails. */
function phone(platform: string, refuses: Record<string, string> = {}) {
  const did: string[] = []
  const asked: object[] = []
  const act = (name: string) => (options: Told & Record<string, unknown>) => {
    const { success, fail, ...facts } = options
    did.push(`${name} ${JSON.stringify(facts)}`)
    const errMsg = refuses[name]
    if (errMsg) fail?.({ errMsg })
    else success?.({ statusCode: 200 })
    if (success || fail) return { onProgressUpdate: (tell: (told: object) => void) => tell({ progress: 40 }) }
    return errMsg ? Promise.reject({ errMsg }) : Promise.resolve({})
  }
  Object.assign(globalThis, {
    wx: {
      env: { USER_DATA_PATH: 'wxfile://usr' },
      getDeviceInfo: () => ({ platform }),
      getStorageSync: () => ({ token: 't', expiresAt: '2099-01-01T00:00:00.000Z' }),
      getFileSystemManager: () => ({ rmdir: act('rmdir'), mkdir: act('mkdir') }),
      cloud: {
        callFunction: async ({ name, data }: { name: string; data: { input: object } }) => {
          asked.push({ [name]: data.input })
          return { result: { ok: true, data: { action: 'take', url: 'https://a.example/paper', expiresAt: '' } } }
        },
      },
      downloadFile: act('downloadFile'),
      openDocument: act('openDocument'),
      previewImage: act('previewImage'),
      saveFileToDisk: act('saveFileToDisk'),
      shareFileMessage: act('shareFileMessage'),
    },
  })
  return { did, asked }
}

const fetched = (name: string): string[] => [
  'rmdir {"dirPath":"wxfile://usr/files","recursive":true}',
  'mkdir {"dirPath":"wxfile://usr/files","recursive":true}',
  `downloadFile {"url":"https://a.example/paper","filePath":"wxfile://usr/files/${name}","timeout":600000}`,
]

test('a phone opens a document with its menu, under its own name', async () => {
  const { did, asked } = phone('ios')
  const shares: number[] = []
  expect(await takeFile(LESSON, PAPER, (share) => shares.push(share))).toEqual({ state: 'opened' })
  expect(asked).toEqual([{ lessonFiles: { action: 'take', ...LESSON, name: '练习纸.pdf' } }])
  expect(did).toEqual([
    ...fetched('练习纸.pdf'),
    'openDocument {"filePath":"wxfile://usr/files/练习纸.pdf","fileType":"pdf","showMenu":true}',
  ])
  expect(shares).toEqual([0.4])
})

test('a phone shows a picture, and keeps ready for a chat what it cannot open', async () => {
  const { did } = phone('android')
  expect(await takeFile(LESSON, FLOWER, () => undefined)).toEqual({ state: 'opened' })
  expect(await takeFile(LESSON, MODELS, () => undefined)).toEqual({
    state: 'held',
    filePath: 'wxfile://usr/files/字帖.zip',
  })
  expect(did).toEqual([
    ...fetched('花.png'),
    'previewImage {"urls":["wxfile://usr/files/花.png"],"showmenu":true}',
    ...fetched('字帖.zip'),
  ])
  await sendFile('wxfile://usr/files/字帖.zip', '字帖.zip')
  expect(did.at(-1)).toBe('shareFileMessage {"filePath":"wxfile://usr/files/字帖.zip","fileName":"字帖.zip"}')
})

test('a computer keeps everything on its disk, and thinking better of it is no failure', async () => {
  const { did } = phone('mac', { saveFileToDisk: 'saveFileToDisk:fail cancel' })
  expect(await takeFile(LESSON, MODELS, () => undefined)).toEqual({ state: 'saved' })
  expect(did).toEqual([
    ...fetched('字帖.zip'),
    'saveFileToDisk {"filePath":"wxfile://usr/files/字帖.zip"}',
    'rmdir {"dirPath":"wxfile://usr/files","recursive":true}',
  ])
})

test('what fails says so: a full phone, a document that nothing opens', async () => {
  phone('ios', { downloadFile: 'downloadFile:fail the maximum size of the file storage limit is exceeded' })
  await expect(takeFile(LESSON, PAPER, () => undefined)).rejects.toMatchObject({
    errMsg: 'downloadFile:fail the maximum size of the file storage limit is exceeded',
  })
  phone('ios', { openDocument: 'openDocument:fail filetype not supported' })
  await expect(takeFile(LESSON, PAPER, () => undefined)).rejects.toMatchObject({ name: 'CannotOpen' })
})
