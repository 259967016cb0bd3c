import { type FilePlace, MAX_USER_BYTES, UserFiles } from './userFiles'

/** A browser's database that outlives the visit. */
function database(): FilePlace {
  const kept = new Map<string, Blob>()
  return {
    all: async () => [...kept],
    put: async (key, blob) => void kept.set(key, blob),
    remove: async (key) => void kept.delete(key),
  }
}

const MOON = 'wxfile://usr/sky/moon.mp4'
const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => '',
    (error: Error) => error.message,
  )

test('what was kept is there at the next visit, for its owner alone', async () => {
  const place = database()
  await new UserFiles(place, () => 'mei').write(MOON, new Blob(['moon']))
  const next = new UserFiles(place, () => 'mei')
  await next.ready
  expect(await next.find(MOON).text()).toBe('moon')
  const zhou = new UserFiles(place, () => 'zhou')
  await zhou.ready
  expect(() => zhou.find(MOON)).toThrow('no such file or directory')
})

test('a removed file is gone, and a folder tells what is in it', async () => {
  const files = new UserFiles(database(), () => 'mei')
  await files.write(MOON, new Blob(['moon']))
  await files.write('wxfile://usr/skylark.txt', new Blob(['bird']))
  expect(files.list('wxfile://usr/sky')).toEqual([MOON])
  await files.drop(MOON)
  expect(files.list('wxfile://usr')).toEqual(['wxfile://usr/skylark.txt'])
})

test('two hundred megabytes are the most, and nothing is kept outside its folder', async () => {
  const files = new UserFiles(database(), () => 'mei')
  const large = { size: MAX_USER_BYTES, type: '', arrayBuffer: async () => new ArrayBuffer(1) } as Blob
  await files.write(MOON, new Blob(['moon']))
  expect(await refusal(files.write('wxfile://usr/more.mp4', large))).toBe(
    'the maximum size of the file storage limit is exceeded',
  )
  expect(await refusal(files.write('wxfile://tmp/moon.mp4', new Blob(['moon'])))).toContain('permission denied')
})
