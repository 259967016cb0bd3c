import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * Noto Serif SC as outlines. A cloud function has no system fonts, so the type travels with it as an npm package that
 * is cut into about a hundred slices by Unicode range; only the slices a text needs are read, and each is read once.
 */

/** The two weights a certificate is set in. */
export type Weight = 400 | 600

/** One character ready to be drawn: an SVG path in font units (y upwards) and how far the pen moves, both per 1000. */
export interface Outline {
  path: string
  advance: number
}

/** Font units in one em; Noto Serif SC is drawn on a grid of 1000. */
export const UNITS_PER_EM = 1000

interface Font {
  hasGlyphForCodePoint(codePoint: number): boolean
  glyphForCodePoint(codePoint: number): { advanceWidth: number; path: { toSVG(): string } }
}

interface Range {
  from: number
  to: number
  slice: string
}

const fonts = new Map<string, Font>()
const outlines = new Map<string, Outline | null>()
let ranges: Range[] | undefined

/** The outline of one character, or null when the typeface does not have it. */
export function outlineOf(character: string, weight: Weight): Outline | null {
  const key = `${weight}${character}`
  const known = outlines.get(key)
  if (known !== undefined) return known
  const outline = readOutline(character.codePointAt(0) ?? 0, weight)
  outlines.set(key, outline)
  return outline
}

function readOutline(codePoint: number, weight: Weight): Outline | null {
  // The published ranges overlap, and some promise characters their slice lacks: ask every slice that claims it.
  for (const { from, to, slice } of sliceRanges()) {
    if (codePoint < from || codePoint > to) continue
    const font = fontOf(slice, weight)
    if (!font.hasGlyphForCodePoint(codePoint)) continue
    const glyph = font.glyphForCodePoint(codePoint)
    return { path: glyph.path.toSVG(), advance: glyph.advanceWidth }
  }
  return null
}

function sliceRanges(): Range[] {
  if (ranges) return ranges
  // The package's own table: slice name in brackets when it is a number, then 'U+4e00,U+4e10-4e1f,…'.
  const table: Record<string, string> = JSON.parse(readFileSync(packageFile('unicode.json'), 'utf8'))
  ranges = Object.entries(table).flatMap(([name, list]) =>
    list.split(',').map((range) => {
      const [from = '', to = from] = range.replace('U+', '').split('-')
      return { from: Number.parseInt(from, 16), to: Number.parseInt(to, 16), slice: name.replace(/[[\]]/g, '') }
    }),
  )
  return ranges
}

function fontOf(slice: string, weight: Weight): Font {
  const file = `noto-serif-sc-${slice}-${weight}-normal.woff`
  const known = fonts.get(file)
  if (known) return known
  // WOFF rather than WOFF2: the same outlines, opened in half the time (deflate is native, Brotli here is not).
  const font = fontkit().create(readFileSync(packageFile(join('files', file))))
  fonts.set(file, font)
  return font
}

function packageFile(path: string): string {
  return join(dirname(require.resolve('@fontsource/noto-serif-sc/package.json')), path)
}

/** Loaded at the first drawing, so that a function which draws seldom starts as fast as one that never does. */
function fontkit(): { create(data: Buffer): Font } {
  return require('fontkit')
}
