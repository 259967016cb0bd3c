import { open, readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import type { MediaFile } from './draft'
import { measureMp3, startsLikeMp3 } from './mp3'
import { measureMp4 } from './mp4'
import { measurePdf } from './pdf'
import { kindOf, liesInside, note, pathFrom, type Reading } from './reading'

export type Use = 'video' | 'audio' | 'picture' | 'document'

type Format = { use: Use; contentType: string; looksRight(head: Buffer): boolean }

const startsWith =
  (text: string, at = 0) =>
  (head: Buffer): boolean =>
    head.toString('latin1', at, at + text.length) === text
const jpeg: Format = { use: 'picture', contentType: 'image/jpeg', looksRight: startsWith('\xff\xd8\xff') }

/** What WeChat plays and shows everywhere, by the file's extension. */
const formats: Record<string, Format> = {
  '.mp4': { use: 'video', contentType: 'video/mp4', looksRight: startsWith('ftyp', 4) },
  '.m4a': { use: 'audio', contentType: 'audio/mp4', looksRight: startsWith('ftyp', 4) },
  '.mp3': { use: 'audio', contentType: 'audio/mpeg', looksRight: startsLikeMp3 },
  '.pdf': { use: 'document', contentType: 'application/pdf', looksRight: startsWith('%PDF-') },
  '.png': { use: 'picture', contentType: 'image/png', looksRight: startsWith('\x89PNG\r\n') },
  '.jpg': jpeg,
  '.jpeg': jpeg,
  '.gif': { use: 'picture', contentType: 'image/gif', looksRight: startsWith('GIF8') },
  '.webp': { use: 'picture', contentType: 'image/webp', looksRight: startsWith('WEBP', 8) },
  '.svg': { use: 'picture', contentType: 'image/svg+xml', looksRight: (head) => head.includes('<svg') },
}

const named: Record<Use, string> = { video: '视频', audio: '音频', picture: '图片', document: '文档' }
const endings = (use: Use): string =>
  Object.entries(formats)
    .filter(([, format]) => format.use === use)
    .map(([ending]) => ending)
    .join('、')

const HEAD_BYTES = 4096

/** The place where a file is named, and the file that its path is counted from. */
export type Named = { file: string; line: number | null; from: string }

/**
 * Takes a file into the course, named by `link`. Checks that it is there, inside the folder, of a kind fit for its use,
 * whole, and what its name says; sound and film are measured. Null when a mistake was noted.
 */
export async function takeFile(reading: Reading, use: Use, link: string, by: Named): Promise<MediaFile | null> {
  const refuse = (what: string): null => {
    note(reading, by.file, by.line, what)
    return null
  }
  const path = pathFrom(by.from, link)
  if (path === null) return refuse(`路径 ${link} 到课程文件夹外面去了`)
  const missing = use === 'picture' ? '找不到图片' : '找不到媒体文件'
  if ((await kindOf(reading, path)) !== 'file') return refuse(`${missing} ${link}`)
  if (!(await liesInside(reading, path))) return refuse(`路径 ${link} 到课程文件夹外面去了`)

  const ending = extname(path).toLowerCase()
  const format = formats[ending]
  if (format?.use !== use) return refuse(`${link} 不能用作${named[use]}，可以用 ${endings(use)}`)
  const known = reading.files.get(path)
  if (known) return known

  const measured = await measure(join(reading.root, path), ending, format)
  if ('problem' in measured) return refuse(`${link} ${measured.problem}`)
  const file: MediaFile = { path, contentType: format.contentType, ...measured }
  reading.files.set(path, file)
  return file
}

type Measured = Pick<MediaFile, 'bytes' | 'durationSeconds' | 'pages'> | { problem: string }

async function measure(place: string, ending: string, format: Format): Promise<Measured> {
  const file = await open(place)
  try {
    const { size: bytes } = await file.stat()
    if (bytes === 0) return { problem: '是空文件' }
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0)
    if (!format.looksRight(buffer.subarray(0, bytesRead))) return { problem: `的内容不是 ${ending} 格式` }
    if (format.use === 'picture') return { bytes }
    if (format.use === 'document') {
      const measured = await measurePdf(await readFile(place))
      return 'problem' in measured ? measured : { bytes, pages: measured.pages }
    }

    const mp4 = ending === '.mp3' ? null : await measureMp4(file, bytes)
    if (mp4 && format.use === 'video' && !mp4.tracks.includes('vide')) return { problem: '里没有画面' }
    const durationSeconds = ending === '.mp3' ? measureMp3(await readFile(place)) : mp4?.durationSeconds
    if (!durationSeconds) return { problem: '读不出时长，文件可能坏了或没有传完' }
    return { bytes, durationSeconds: Math.round(durationSeconds * 1000) / 1000 }
  } finally {
    await file.close()
  }
}
