import { isUtf8 } from 'node:buffer'
import { readFile, realpath, stat } from 'node:fs/promises'
import { join, posix, relative, sep } from 'node:path'
import type { MediaFile, Mistake } from './draft'

/** One reading of one folder: where it is, what was found wrong so far, and the files that go with the course. */
export type Reading = {
  /** The folder, links resolved. */
  root: string
  mistakes: Mistake[]
  files: Map<string, MediaFile>
  /** Files to take along, apart: a PDF among them stays what it is, while that of a document lesson becomes its pages. */
  attachments: Map<string, MediaFile>
}

export function note(reading: Reading, file: string, line: number | null, what: string): void {
  reading.mistakes.push({ file, line, what })
}

/** Whether a path from the folder is a file, a folder, or nothing. */
export async function kindOf(reading: Reading, path: string): Promise<'file' | 'folder' | 'nothing'> {
  const found = await stat(join(reading.root, path)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null
    throw error
  })
  if (!found) return 'nothing'
  return found.isDirectory() ? 'folder' : 'file'
}

/** A text file as lines end in `\n` and without a byte order mark; null, and a mistake, when it is not UTF-8. */
export async function readText(reading: Reading, path: string): Promise<string | null> {
  const bytes = await readFile(join(reading.root, path))
  if (isUtf8(bytes)) return new TextDecoder().decode(bytes).replace(/\r\n?/g, '\n')
  note(reading, path, null, '文件不是 UTF-8 编码，请用 UTF-8 另存一次')
  return null
}

/** `from` is the file that names `link`; the answer is a path from the folder, null when it leads outside. */
export function pathFrom(from: string, link: string): string | null {
  if (posix.isAbsolute(link) || link.includes('\\') || /^[A-Za-z]:/.test(link)) return null
  const path = posix.normalize(posix.join(posix.dirname(from), link))
  return path === '..' || path.startsWith('../') ? null : path
}

/** Whether the file really lies in the folder: a symbolic link may point anywhere. */
export async function liesInside(reading: Reading, path: string): Promise<boolean> {
  const place = relative(reading.root, await realpath(join(reading.root, path)))
  return place !== '..' && !place.startsWith(`..${sep}`)
}
