import { blossom, frame, qrCode, seal, sealColumns } from './ornaments'
import { COLOURS, line, measureAt, missingFrom } from './pen'
import { fitText, printable } from './wording'

/** What a certificate says. People's own words may be of any length and script. */
export interface CertificateFacts {
  number: string
  learnerName: string
  courseTitle: string
  teacherName: string
  schoolName: string
  lessonCount: number
  studiedMinutes: number
  /** A day in words, '2026年11月21日'. */
  issuedOn: string
  /** Where anyone can check it; also in the QR code. */
  verifyUrl: string
}

/** The size of the sheet in px: A4 on its side at about 137 dots per inch. */
export const SHEET = { width: 1600, height: 1131 } as const

const LEFT = 132
const BODY_WIDTH = 1050
const BODY_RIGHT = LEFT + BODY_WIDTH
const FOOT = 992
const TITLE_MIDDLE = 1400

/**
 * Draws a certificate as PNG. The same facts give the same bytes on every machine.
 * `reportMissing` hears of characters the typefaces lack (they are drawn as a frame with their code point); left out,
 * they go to the log as code points, which name nobody.
 */
export async function renderCertificate(
  facts: CertificateFacts,
  reportMissing: (characters: string[]) => void = logMissing,
): Promise<Uint8Array> {
  const words = wordsOf(facts)
  const missing = missingFrom(Object.values(words).join(''), 600)
  if (missing.length > 0) reportMissing(missing)
  // The drawing library is opened at the first certificate: a function that only looks one up starts without it.
  const { Resvg }: typeof import('@resvg/resvg-js') = require('@resvg/resvg-js')
  return new Resvg(drawCertificate(facts), { font: { loadSystemFonts: false } }).render().asPng()
}

function logMissing(characters: string[]) {
  const codePoints = characters.map((character) => `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()}`)
  console.warn(JSON.stringify({ event: 'certificateGlyphsMissing', codePoints }))
}

/** The certificate as SVG, every letter a path. */
export function drawCertificate(facts: CertificateFacts): string {
  const words = wordsOf(facts)
  const sheet = [
    `<rect width="${SHEET.width}" height="${SHEET.height}" fill="${COLOURS.paper}"/>`,
    frame(SHEET.width, SHEET.height),
    titleColumn(words.schoolName),
    body(words, facts.lessonCount, facts.studiedMinutes),
    proof(words.number, facts.verifyUrl),
    signature(words),
  ]
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${SHEET.width}" height="${SHEET.height}" ` +
    `viewBox="0 0 ${SHEET.width} ${SHEET.height}">${sheet.join('')}</svg>`
  )
}

interface Words {
  number: string
  learnerName: string
  courseTitle: string
  teacherName: string
  schoolName: string
  issuedOn: string
}

function wordsOf(facts: CertificateFacts): Words {
  return {
    number: printable(facts.number, '—'),
    learnerName: printable(facts.learnerName, '一位同学'),
    courseTitle: printable(facts.courseTitle, '本课程'),
    teacherName: printable(facts.teacherName, '本校老师'),
    schoolName: printable(facts.schoolName, '杏坛'),
    issuedOn: printable(facts.issuedOn, '—'),
  }
}

/** The right edge, read from above as a scroll is: blossom, title, seal. */
function titleColumn(schoolName: string): string {
  const title = [...'结业证书'].map((character, index) =>
    line(character, { x: TITLE_MIDDLE, y: 372 + index * 142, size: 104, weight: 600, align: 'middle' }),
  )
  return [
    `<path d="M1258.5 132V999" stroke="${COLOURS.line}" stroke-width="1"/>`,
    blossom(TITLE_MIDDLE, 190, 96),
    ...title,
    seal(schoolName, TITLE_MIDDLE, 932, sealColumns(schoolName).length > 2 ? 136 : 124),
  ].join('')
}

/** Who finished what. Sizes give way before words do. */
function body(words: Words, lessonCount: number, studiedMinutes: number): string {
  const measure = measureAt(600)
  const name = fitText(
    words.learnerName,
    BODY_WIDTH - 110,
    [
      { size: 96, lines: 1 },
      { size: 84, lines: 1 },
      { size: 72, lines: 1 },
      { size: 60, lines: 1 },
      { size: 50, lines: 2 },
      { size: 42, lines: 2 },
      { size: 34, lines: 3 },
    ],
    measure,
  )
  const title = fitText(
    `《${words.courseTitle}》`,
    BODY_WIDTH,
    [
      { size: 62, lines: 1 },
      { size: 56, lines: 1 },
      { size: 50, lines: 2 },
      { size: 42, lines: 3 },
      { size: 36, lines: 3 },
      { size: 30, lines: 4 },
    ],
    measure,
  )
  const marks: string[] = []
  let y = 190
  marks.push(line('兹证明', { x: LEFT, y, size: 32, colour: COLOURS.quiet, tracking: 0.12 }))

  y += 30
  for (const text of name.lines) {
    y += name.size * (name.lines.length > 1 ? 1.25 : 1.12)
    marks.push(line(text, { x: LEFT, y, size: name.size, weight: 600, tracking: 0 }))
  }
  const end = LEFT + measure(name.size)(name.lines.at(-1) ?? '') + 26
  marks.push(line('同学', { x: end, y, size: 36, colour: COLOURS.quiet }))
  y += 42
  marks.push(`<path d="M${LEFT} ${y + 0.5}H${BODY_RIGHT}" stroke="#D9CFC1" stroke-width="1"/>`)

  y += 72
  marks.push(line('已学完', { x: LEFT, y, size: 32, colour: COLOURS.quiet, tracking: 0.12 }))
  y += 24
  for (const [index, text] of title.lines.entries()) {
    y += title.size * 1.34
    // The opening mark hangs in the margin: half of it is air, and the title's edge stays straight.
    marks.push(line(text, { x: LEFT - (index === 0 ? title.size * 0.46 : 0), y, size: title.size, weight: 600 }))
  }
  y += 78
  const studied = studiedMinutes > 0 ? `，累计学习 ${inWords(studiedMinutes)}` : ''
  marks.push(line(`全部 ${lessonCount} 节课${studied}，准予结业。`, { x: LEFT, y, size: 34 }))
  return marks.join('')
}

/** 75 → '1 小时 15 分钟'. */
function inWords(minutes: number): string {
  const hours = Math.floor(minutes / 60)
  const rest = Math.round(minutes % 60)
  return [hours > 0 ? `${hours} 小时` : '', rest > 0 ? `${rest} 分钟` : ''].filter((part) => part !== '').join(' ')
}

/** Lower left: the code to scan, what it is for, and the number beside it. */
function proof(number: string, verifyUrl: string): string {
  const { svg, side } = qrCode(verifyUrl, LEFT, FOOT, 190)
  const x = LEFT + side + 28
  return [
    svg,
    line('扫码验证真伪', { x, y: FOOT - 92, size: 26, colour: COLOURS.quiet }),
    line('证书编号', { x, y: FOOT - 42, size: 22, colour: COLOURS.quiet }),
    line(number, { x, y: FOOT - 4, size: fitted(number, 340, 26), weight: 600 }),
  ].join('')
}

/** Lower right: who taught, which school, which day. */
function signature({ teacherName, schoolName, issuedOn }: Words): string {
  const right = (text: string, y: number, size: number, weight: 400 | 600, colour: string = COLOURS.ink) => {
    const { size: shrunk, lines } = fitText(
      text,
      470,
      [
        { size, lines: 1 },
        { size: size * 0.8, lines: 1 },
        { size: 22, lines: 1 },
      ],
      measureAt(weight),
    )
    return line(lines[0] ?? '', { x: BODY_RIGHT, y, size: shrunk, weight, colour, align: 'end' })
  }
  return [
    right(`授课老师　${teacherName}`, FOOT - 116, 28, 400),
    right(schoolName, FOOT - 54, 36, 600),
    right(issuedOn, FOOT - 4, 26, 400, COLOURS.quiet),
  ].join('')
}

function fitted(text: string, width: number, size: number): number {
  return Math.min(size, (size * width) / measureAt(600)(size)(text))
}
