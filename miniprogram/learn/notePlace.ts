import type { NotePlace } from '../../core/contract/notes'
import { clockOf } from '../words/time'
import { learnWords } from './words'

/** Where a note hangs, as people say it: 1:35, 第 3 页, 第 12 段. */
export function placeWords({ unit, at }: NotePlace): string {
  const words = learnWords()
  if (unit === 'second') return words.noteAtSecond(clockOf(at))
  return unit === 'page' ? words.noteAtPage(at + 1) : words.noteAtParagraph(at + 1)
}
