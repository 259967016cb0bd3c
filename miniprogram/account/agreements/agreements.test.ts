import { createHash } from 'node:crypto'
import { AGREEMENTS } from '../../../core/people/agreements'
import { inEnglish } from '../../words/inLanguage.fixture'
import { privacyText } from './privacy'
import { termsText } from './terms'
import { sectionsOf } from './text'

const printOf = (text: () => object): string =>
  createHash('sha256')
    .update(JSON.stringify([text(), inEnglish(text)]))
    .digest('hex')
    .slice(0, 16)

test('no text changes under its old version: change words, version and fingerprint together', () => {
  expect({ ...AGREEMENTS, prints: [printOf(privacyText), printOf(termsText)] }).toEqual({
    privacy: '2026-11-27',
    terms: '2026-11-26',
    prints: ['d709ae5f61687979', 'c5e66aefe7bfcf99'],
  })
})

test('both languages have the same sections with as many lines each', () => {
  const shapeOf = (text: () => { lines: readonly string[] }) =>
    sectionsOf(text().lines).map(({ lines }) => lines.length)
  for (const text of [privacyText, termsText]) expect(inEnglish(() => shapeOf(text))).toEqual(shapeOf(text))
})
