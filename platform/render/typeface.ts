import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * Typefaces as outlines. A cloud function has no system fonts, so the type travels with it as npm packages, cut into
 * slices by Unicode range; only the slices a text needs are read, and each is read once. Noto Serif SC sets everything
 * it can; the characters of rare names it lacks come from LXGW WenKai, which has the whole national standard and more.
 */

/** The two weights a certificate is set in. */
export type Weight = 400 | 600

/** One character ready to be drawn: an SVG path with y upwards on a grid of `unitsPerEm`, and the pen's way in em. */
export interface Outline {
  path: string
  unitsPerEm: number
  advance: number
}

interface Font {
  unitsPerEm: number
  hasGlyphForCodePoint(codePoint: number): boolean
  glyphForCodePoint(codePoint: number): { advanceWidth: number; path: { toSVG(): string } }
}

interface Range {
  from: number
  to: number
  slice: string
}

interface Typeface {
  /** The package's folder. Spelled out in each, because a bundler must see the name. */
  folder(): string
  /** Its slices, read from the package's own table at first use. */
  ranges(): Range[]
  fileOf(slice: string, weight: Weight): string
}

const NOTO: Typeface = {
  folder: () => dirname(require.resolve('@fontsource/noto-serif-sc/package.json')),
  // The table: slice name, in brackets when it is a number, then 'U+4e00,U+4e10-4e1f,…'.
  ranges: once(() => {
    const table: Record<string, string> = JSON.parse(readFileSync(join(NOTO.folder(), 'unicode.json'), 'utf8'))
    return Object.entries(table).flatMap(([name, list]) => rangesOf(list, name.replace(/[[\]]/g, '')))
  }),
  // WOFF rather than WOFF2: the same outlines, opened in half the time (deflate is native, Brotli here is not).
  fileOf: (slice, weight) => join('files', `noto-serif-sc-${slice}-${weight}-normal.woff`),
}

const WENKAI: Typeface = {
  folder: () => dirname(require.resolve('lxgw-wenkai-screen-web/package.json')),
  // The table is a style sheet: one @font-face a slice.
  ranges: once(() => {
    const sheet = readFileSync(join(WENKAI.folder(), 'lxgwwenkaigbscreen/result.css'), 'utf8')
    const faces = sheet.matchAll(/url\("\.\/(\w+\.woff2)"\)[^}]*unicode-range:([^;}]+)/g)
    return [...faces].flatMap(([, slice = '', list = '']) => rangesOf(list, slice))
  }),
  // It comes in one weight, which stands well beside both of Noto's.
  fileOf: (slice) => join('lxgwwenkaigbscreen', slice),
}

const fonts = new Map<string, Font>()
const outlines = new Map<string, Outline | null>()

/** The outline of one character, or null when neither typeface has it. */
export function outlineOf(character: string, weight: Weight): Outline | null {
  const key = `${weight}${character}`
  const known = outlines.get(key)
  if (known !== undefined) return known
  const codePoint = character.codePointAt(0) ?? 0
  const outline = readOutline(NOTO, codePoint, weight) ?? readOutline(WENKAI, codePoint, weight)
  outlines.set(key, outline)
  return outline
}

function readOutline(typeface: Typeface, codePoint: number, weight: Weight): Outline | null {
  // The published ranges overlap, and some promise characters their slice lacks: ask every slice that claims it.
  for (const { from, to, slice } of typeface.ranges()) {
    if (codePoint < from || codePoint > to) continue
    const font = fontIn(join(typeface.folder(), typeface.fileOf(slice, weight)))
    if (!font.hasGlyphForCodePoint(codePoint)) continue
    const glyph = font.glyphForCodePoint(codePoint)
    const { unitsPerEm } = font
    return { path: glyph.path.toSVG(), unitsPerEm, advance: glyph.advanceWidth / unitsPerEm }
  }
  return null
}

function fontIn(file: string): Font {
  const known = fonts.get(file)
  if (known) return known
  // Loaded at the first drawing, so that a function which draws seldom starts as fast as one that never does.
  const fontkit: { create(data: Buffer): Font } = require('fontkit')
  const font = fontkit.create(readFileSync(file))
  fonts.set(file, font)
  return font
}

function rangesOf(list: string, slice: string): Range[] {
  return list.split(',').map((range) => {
    const [from = '', to = from] = range.trim().replace(/^U\+/i, '').split('-')
    return { from: Number.parseInt(from, 16), to: Number.parseInt(to, 16), slice }
  })
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
