import type * as z from 'zod'
import type { Accent as AccentShape } from '../contract/browseCatalog'
import { AppError } from '../contract/errors'

/** One accent colour as light and dark need it. Contrast is WCAG's: https://www.w3.org/TR/WCAG21/#dfn-contrast-ratio */

export type Accent = z.infer<typeof AccentShape>
type Rgb = [red: number, green: number, blue: number]

const WHITE: Rgb = [255, 255, 255]
const BLACK: Rgb = [0, 0, 0]
/** The grounds of BRAND on which the accent stands. */
const DARK_SHEET: Rgb = [0x22, 0x1e, 0x19]
const PAPER: Rgb = [0xfb, 0xf8, 0xf3]
const READABLE = 4.5
/** In the dark a lit colour needs more: what BRAND's own has on a sheet. */
const READABLE_IN_THE_DARK = 7

const rgbOf = (hex: string): Rgb => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as Rgb // three of them
const hexOf = (rgb: Rgb): string =>
  `#${rgb.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`.toUpperCase()

const mixed = (one: Rgb, other: Rgb, share: number): Rgb =>
  one.map((part, at) => part + ((other[at] ?? 0) - part) * share) as Rgb // as many as there were

function luminance(rgb: Rgb): number {
  const [red, green, blue] = rgb.map((part) => {
    const share = part / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }) as Rgb // as many as there were
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrastOf(one: Rgb, other: Rgb): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number] // two of them
  return (light + 0.05) / (dark + 0.05)
}

/** The first of a hundred steps from one colour to another that is far enough from its ground. */
function stepUntil(from: Rgb, towards: Rgb, ground: Rgb, contrast: number): Rgb {
  for (let step = 0; step <= 100; step += 1) {
    const colour = mixed(from, towards, step / 100)
    if (contrastOf(colour, ground) >= contrast) return colour
  }
  return towards
}

/** Both themes' colours from the one that was chosen. COLOUR_TOO_PALE {ratio}: white words on it could not be read. */
export function accentFrom(chosen: string): Accent | null {
  if (!chosen) return null
  const blossom = rgbOf(chosen)
  const ratio = contrastOf(blossom, WHITE)
  if (ratio < READABLE) throw new AppError('COLOUR_TOO_PALE', { ratio: Math.round(ratio * 100) / 100 })
  const lit = stepUntil(blossom, WHITE, DARK_SHEET, READABLE_IN_THE_DARK)
  return {
    light: {
      blossom: hexOf(blossom),
      press: hexOf(mixed(blossom, BLACK, 0.16)),
      wash: hexOf(mixed(PAPER, blossom, 0.1)),
      faint: hexOf(mixed(PAPER, blossom, 0.4)),
    },
    dark: {
      blossom: hexOf(lit),
      press: hexOf(mixed(lit, WHITE, 0.28)),
      wash: hexOf(mixed(DARK_SHEET, lit, 0.12)),
      faint: hexOf(mixed(DARK_SHEET, lit, 0.4)),
    },
  }
}
