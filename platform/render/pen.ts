import { outlineOf, type Weight } from './typeface'
import type { Measure } from './wording'

/** Lines of type as SVG paths: no font is needed to show them, so a certificate looks the same on every machine. */

/** BRAND colours, light. A certificate is paper: it has no dark mode. */
export const COLOURS = {
  paper: '#FBF8F3',
  sheet: '#FFFFFF',
  ink: '#1F1B16',
  quiet: '#6B635A',
  line: '#E9E2D8',
  blossom: '#C44D16',
  cinnabar: '#B3261E',
} as const

/** How a line is set. `x` and `y` are the pen's start on the baseline in px; tracking is extra space per character in em. */
export interface Style {
  x: number
  y: number
  size: number
  weight?: Weight
  colour?: string
  align?: 'start' | 'middle' | 'end'
  tracking?: number
}

/** Measures text in px at a size. */
export const measureAt =
  (weight: Weight, tracking = 0) =>
  (size: number): Measure =>
  (text) =>
    [...text].reduce((sum, character) => sum + (advanceOf(character, weight) + tracking) * size, 0)

/** In em; a character that is missing stands in a frame of one em. */
function advanceOf(character: string, weight: Weight): number {
  return outlineOf(character, weight)?.advance ?? 1
}

/** The characters of a text that the typefaces lack; each is drawn as a frame with its code point in it. */
export function missingFrom(text: string, weight: Weight): string[] {
  return [...new Set(text)].filter((character) => outlineOf(character, weight) === null)
}

/** One line of type. */
export function line(text: string, style: Style): string {
  const { size, weight = 400, colour = COLOURS.ink, align = 'start', tracking = 0 } = style
  const width = measureAt(weight, tracking)(size)(text) - tracking * size
  let x = style.x - { start: 0, middle: width / 2, end: width }[align]
  const marks: string[] = []
  for (const character of text) {
    marks.push(markOf(character, x, style.y, size, weight))
    x += (advanceOf(character, weight) + tracking) * size
  }
  return `<g fill="${colour}">${marks.join('')}</g>`
}

function markOf(character: string, x: number, y: number, size: number, weight: Weight): string {
  const outline = outlineOf(character, weight)
  if (!outline) return frameOf(character, x, y, size)
  if (outline.path === '') return ''
  const scale = round(size / outline.unitsPerEm, 5)
  return `<path transform="translate(${round(x)} ${round(y)}) scale(${scale} ${-scale})" d="${outline.path}"/>`
}

/** A character the typefaces lack is not lost in silence: its code point stands where it should, in a thin frame. */
function frameOf(character: string, x: number, y: number, size: number): string {
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
  const rows = code.length > 4 ? [code.slice(0, -3), code.slice(-3)] : [code.slice(0, 2), code.slice(2)]
  const middle = x + size / 2
  const digits = rows.map((row, index) =>
    line(row, {
      x: middle,
      y: y - size * (0.47 - index * 0.38),
      size: size * 0.36,
      align: 'middle',
      colour: 'inherit',
    }),
  )
  const stroke = `stroke="${COLOURS.quiet}" stroke-width="${round(Math.max(1, size / 40))}"`
  const box = `x="${round(x + size * 0.06)}" y="${round(y - size * 0.82)}" width="${round(size * 0.88)}" height="${round(size * 0.9)}"`
  return `<rect ${box} rx="${round(size * 0.06)}" fill="none" ${stroke}/>${digits.join('')}`
}

/** Rounded for the page: a hundredth of a pixel is finer than any eye, and the same on every machine. */
export function round(value: number, places = 2): number {
  return Number(value.toFixed(places))
}
