import { open, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { folderWith, mp3, mp4 } from './fixtures/folders'
import { measureMp3 } from './mp3'
import { measureMp4 } from './mp4'
import { readingSeconds } from './readingTime'

async function measured(bytes: Buffer): Promise<unknown> {
  const place = join(await folderWith({}), 'film.mp4')
  await writeFile(place, bytes)
  const file = await open(place)
  try {
    return await measureMp4(file, bytes.length)
  } finally {
    await file.close()
  }
}

test('an MP4 says its length and its tracks', async () => {
  expect(await measured(mp4(83))).toEqual({ durationSeconds: 83, tracks: ['vide'] })
  expect(await measured(mp4(5, 'soun'))).toEqual({ durationSeconds: 5, tracks: ['soun'] })
})

test('an MP4 that is cut off, or whose boxes lie, has no length', async () => {
  const whole = mp4(83)
  expect(await measured(whole.subarray(0, -1))).toBe(null)
  const lying = Buffer.from(whole)
  lying.writeUInt32BE(4, 0)
  expect(await measured(lying)).toBe(null)
  expect(await measured(Buffer.from('ftyp'))).toBe(null)
})

test('an MP3 is measured frame by frame, behind its tag', () => {
  const tag = Buffer.concat([Buffer.from('ID3\x03\0\0\0\0\x01\x00', 'latin1'), Buffer.alloc(128)])
  expect(measureMp3(mp3(100))).toBeCloseTo((100 * 1152) / 44100)
  expect(measureMp3(Buffer.concat([tag, mp3(10)]))).toBeCloseTo((10 * 1152) / 44100)
  expect(measureMp3(Buffer.from('no sound here'))).toBe(null)
})

test('an MP3 that announces its frames is believed, less the silence its encoder added', () => {
  const bytes = mp3(1)
  bytes.write('Xing', 21, 'latin1')
  bytes.writeUInt32BE(15, 25)
  bytes.writeUInt32BE(1000, 29)
  bytes.write('LAME', 141, 'latin1')
  bytes.writeUIntBE((1105 << 12) | 800, 162, 3)
  expect(measureMp3(bytes)).toBeCloseTo((1000 * 1152 - 1105 - 800) / 44100)
})

test('reading takes a minute for 300 characters, at least half a minute', () => {
  expect(readingSeconds('短')).toBe(30)
  expect(readingSeconds(`# ${'字'.repeat(450)}`)).toBe(90)
  expect(readingSeconds(`a < b ${'字'.repeat(288)} <img src="x.png"> > c`)).toBe(59)
  expect(readingSeconds(`${'字'.repeat(290)} hello [x](http://long.example/address) 2026 a b c`)).toBe(60)
})
