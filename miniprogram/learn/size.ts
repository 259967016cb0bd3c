import { learnWords } from './words'

const MEGABYTE = 1024 * 1024

/** A size as people read it: 820 KB, 3.4 MB, 120 MB. */
export function sizeWords(bytes: number): string {
  const { kilobytes, megabytes } = learnWords()
  if (bytes < MEGABYTE) return kilobytes(String(Math.max(1, Math.round(bytes / 1024))))
  const size = bytes / MEGABYTE
  return megabytes(size < 10 ? size.toFixed(1) : String(Math.round(size)))
}
