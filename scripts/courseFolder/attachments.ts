import { open } from 'node:fs/promises'
import { basename, join } from 'node:path'
import * as z from 'zod'
import {
  AttachmentName,
  attachmentEndings,
  attachmentKindOf,
  endingOf,
  MOST_ATTACHMENT_BYTES,
  MOST_ATTACHMENTS,
} from '../../core/contract/attachment'
import { contentTypeOf } from '../../emulator/contentTypes'
import type { Attachment } from './draft'
import { text } from './fields'
import { kindOf, liesInside, note, pathFrom, type Reading } from './reading'

/** Paths, one a line. */
export const files = z
  .array(text('files', '附件', 500), { error: 'files（附件）要写成列表，一行一个文件' })
  .max(MOST_ATTACHMENTS, `files（附件）最多 ${MOST_ATTACHMENTS} 个`)

const HEAD_BYTES = 16
const ZIPPED = '504b0304'
/** How whole files of these kinds begin, in hex; the older Office formats share one container, the newer ones are archives. */
const beginnings: Record<string, string> = {
  pdf: '25504446',
  zip: ZIPPED,
  docx: ZIPPED,
  xlsx: ZIPPED,
  pptx: ZIPPED,
  doc: 'd0cf11e0',
  xls: 'd0cf11e0',
  ppt: 'd0cf11e0',
  png: '89504e47',
  jpg: 'ffd8ff',
  jpeg: 'ffd8ff',
  gif: '47494638',
  webp: '52494646',
  wav: '52494646',
}

type Named = { file: string; lineOf(n: number): number; from: string }

/** Takes a lesson's files to be taken along, each checked; what is wrong is noted and left out. */
export async function takeAttachments(reading: Reading, links: readonly string[], by: Named): Promise<Attachment[]> {
  const taken: Attachment[] = []
  for (const [n, link] of links.entries()) {
    const attachment = await takeAttachment(reading, link, { ...by, line: by.lineOf(n) })
    const isTwin = taken.some(({ name }) => name.toLowerCase() === attachment?.name.toLowerCase())
    if (isTwin) note(reading, by.file, by.lineOf(n), `两个附件同名：${basename(link)}`)
    else if (attachment) taken.push(attachment)
  }
  return taken
}

async function takeAttachment(
  reading: Reading,
  link: string,
  { file, line, from }: { file: string; line: number; from: string },
): Promise<Attachment | null> {
  const refuse = (what: string): null => {
    note(reading, file, line, what)
    return null
  }
  const path = pathFrom(from, link)
  if (path === null) return refuse(`路径 ${link} 到课程文件夹外面去了`)
  if ((await kindOf(reading, path)) !== 'file') return refuse(`找不到附件 ${link}`)
  if (!(await liesInside(reading, path))) return refuse(`路径 ${link} 到课程文件夹外面去了`)
  const name = basename(path)
  if (attachmentKindOf(name) === null) return refuse(`${link} 不能用作附件，可以用 ${attachmentEndings.join('、')}`)
  if (!AttachmentName.safeParse(name).success)
    return refuse(`附件的名字 ${name} 里有不能用的符号，或超过 100 个字，换一个吧`)
  const { bytes, head } = await looked(join(reading.root, path))
  if (bytes === 0) return refuse(`${link} 是空文件`)
  if (bytes > MOST_ATTACHMENT_BYTES) return refuse(`${link} 太大了，附件最大 ${MOST_ATTACHMENT_BYTES / 1024 / 1024} MB`)
  const beginning = beginnings[endingOf(name)]
  if (beginning && !head.startsWith(beginning)) return refuse(`${link} 的内容不是 .${endingOf(name)} 格式`)
  reading.attachments.set(path, { path, contentType: contentTypeOf(path), bytes })
  return { name, path, bytes }
}

async function looked(place: string): Promise<{ bytes: number; head: string }> {
  const file = await open(place)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0)
    return { bytes: (await file.stat()).size, head: buffer.subarray(0, bytesRead).toString('hex') }
  } finally {
    await file.close()
  }
}
