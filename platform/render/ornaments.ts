import { encode } from 'uqr'
import { COLOURS, line, round } from './pen'

/** What is drawn rather than set: the frame, the blossom, the seal and the QR code. */

/** Two hairlines around the sheet. */
export function frame(width: number, height: number): string {
  const rule = (inset: number, colour: string, weight: number) =>
    `<rect x="${inset}" y="${inset}" width="${width - 2 * inset}" height="${height - 2 * inset}" fill="none" stroke="${colour}" stroke-width="${weight}"/>`
  return rule(40, '#D9CFC1', 2) + rule(52.5, COLOURS.line, 1)
}

/** An apricot blossom seen from the front, about `size` px across, its middle at x, y. */
export function blossom(x: number, y: number, size: number): string {
  const turns = [0, 72, 144, 216, 288]
  const petal = 'M0 -3C-7 -12 -23.5 -21 -24 -37C-24 -50 -10 -56 0 -51C10 -56 24 -50 24 -37C23.5 -21 7 -12 0 -3Z'
  const petals = turns.map(
    (turn) =>
      `<path transform="rotate(${turn})" d="${petal}" fill="${COLOURS.blossom}" stroke="${COLOURS.paper}" stroke-width="2"/>`,
  )
  const stamens = [...turns, ...turns.map((turn) => turn + 36)].map((turn, index) => {
    const reach = index < 5 ? 25 : 19
    return (
      `<g transform="rotate(${turn})"><path d="M0 -5V-${reach}" stroke="${COLOURS.paper}" stroke-width="1.3"/>` +
      `<circle cy="-${reach}" r="2.2" fill="${COLOURS.paper}"/></g>`
    )
  })
  return (
    `<g transform="translate(${x} ${y}) rotate(-10) scale(${round(size / 108, 4)})">${petals.join('')}${stamens.join('')}` +
    `<circle r="4.5" fill="${COLOURS.paper}"/></g>`
  )
}

/**
 * The words cut into a seal. A Chinese name reads in columns from the right and is filled up with 印 or 之印, as seals
 * are; a name in other letters, or one too long to read at this size, leaves the seal to 结业之印.
 */
export function sealColumns(schoolName: string): string[][] {
  const han = [...schoolName].filter((character) => /\p{Script=Han}/u.test(character))
  const fits = han.length === [...schoolName.replace(/[\s·]/g, '')].length && han.length <= 12
  const name = fits ? han : [...'结业']
  const rows = name.length <= 4 ? 2 : name.length <= 9 ? 3 : 4
  const columns = Math.max(2, Math.ceil(name.length / rows))
  const filling = [[], ['印'], ['之', '印']][rows * columns - name.length] ?? []
  const cut = [...name, ...filling]
  return Array.from({ length: columns }, (_, column) => cut.slice(column * rows, (column + 1) * rows))
}

/** The school's seal in cinnabar, the name left white, `size` px square, its middle at x, y. */
export function seal(schoolName: string, x: number, y: number, size: number): string {
  const columns = sealColumns(schoolName)
  const rows = Math.max(...columns.map((column) => column.length))
  const inner = size * 0.82
  const cell = { width: inner / columns.length, height: inner / rows }
  const words = columns.flatMap((column, fromRight) =>
    column.map((character, row) => {
      // A column with room to spare spreads its characters over its whole height.
      const height = inner / column.length
      const type = Math.min(cell.width, cell.height) * 0.93
      return line(character, {
        x: inner / 2 - (fromRight + 0.5) * cell.width,
        y: -inner / 2 + (row + 0.5) * height + type * 0.36,
        size: type,
        weight: 600,
        colour: COLOURS.paper,
        align: 'middle',
      })
    }),
  )
  const half = size / 2
  return (
    `<g transform="translate(${x} ${y}) rotate(-1.2)">` +
    `<rect x="${-half}" y="${-half}" width="${size}" height="${size}" rx="7" fill="${COLOURS.cinnabar}"/>` +
    `<rect x="${-half + 6}" y="${-half + 6}" width="${size - 12}" height="${size - 12}" rx="3" fill="none" stroke="${COLOURS.paper}" stroke-width="1.5" opacity="0.85"/>` +
    `${words.join('')}</g>`
  )
}

/** A QR code with its quiet zone; modules are whole pixels so that every reader sees sharp edges. Returns its side in px. */
export function qrCode(text: string, x: number, bottom: number, wanted: number): { svg: string; side: number } {
  const { data, size } = encode(text, { ecc: 'M', border: 0 })
  const quiet = 3
  const module = Math.max(3, Math.floor(wanted / (size + 2 * quiet)))
  const side = module * (size + 2 * quiet)
  const top = bottom - side
  const dark = data.flatMap((row, r) =>
    row.flatMap((on, c) =>
      on ? [`M${x + (c + quiet) * module} ${top + (r + quiet) * module}h${module}v${module}h-${module}z`] : [],
    ),
  )
  const plate = `<rect x="${x}" y="${top}" width="${side}" height="${side}" fill="${COLOURS.sheet}" stroke="${COLOURS.line}" stroke-width="1"/>`
  return { svg: `${plate}<path shape-rendering="crispEdges" fill="${COLOURS.ink}" d="${dark.join('')}"/>`, side }
}
