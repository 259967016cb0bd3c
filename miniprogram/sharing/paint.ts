/** What is drawn on canvases: a cover as the shop shows it, and words that find their lines. Lengths are pixels of the canvas. */

type Picture = {
  width: number
  height: number
  src: string
  onload: (() => void) | null
  onerror: ((e?: unknown) => void) | null
}
export type Canvas = {
  width: number
  height: number
  getContext(kind: '2d'): Context
  createImage(): Picture
}
/** As far as it is used, of the web's own context, which WeChat's canvas follows. */
export type Context = {
  fillStyle: string | object
  strokeStyle: string
  lineWidth: number
  font: string
  globalAlpha: number
  textAlign: string
  textBaseline: string
  fillRect(x: number, y: number, width: number, height: number): void
  fillText(text: string, x: number, y: number): void
  measureText(text: string): { width: number }
  drawImage(picture: unknown, ...numbers: number[]): void
  createLinearGradient(
    x0: number,
    y0: number,
    x1: number,
    y1: number,
  ): { addColorStop(at: number, colour: string): void }
  beginPath(): void
  moveTo(x: number, y: number): void
  lineTo(x: number, y: number): void
  bezierCurveTo(a: number, b: number, c: number, d: number, x: number, y: number): void
  arc(x: number, y: number, radius: number, from: number, to: number): void
  closePath(): void
  fill(): void
  stroke(): void
  save(): void
  restore(): void
  clip(): void
}

export const SERIF = "'Songti SC', 'Source Han Serif SC', 'Noto Serif CJK SC', 'Noto Serif SC', STSong, SimSun, serif"
export const SANS = "-apple-system, 'PingFang SC', 'Noto Sans CJK SC', 'Noto Sans SC', 'Microsoft YaHei', sans-serif"
/** On paper, whatever the phone's theme: a picture is looked at elsewhere. */
export const INKS = { paper: '#fbf8f3', ink: '#1f1b16', quiet: '#6b635a', line: '#e9e2d8', blossom: '#c44d16' }

/** A picture that is there to be drawn; null when it cannot be fetched. */
export const pictureIn = (canvas: Canvas, src: string): Promise<Picture | null> =>
  new Promise((resolve) => {
    if (!src) return resolve(null)
    const picture = canvas.createImage()
    picture.onload = () => resolve(picture)
    picture.onerror = () => resolve(null)
    picture.src = src
  })

/** Breaks a text into at most so many lines of this width; what does not fit ends in an ellipsis. The font must be set. */
export function linesOf(context: Context, text: string, width: number, most: number): string[] {
  const lines: string[] = []
  let line = ''
  // A Latin word stays whole, every other sign may begin a line.
  for (const part of text.match(/[A-Za-z0-9'’.,-]+\s?|[\s\S]/gu) ?? []) {
    if (line && context.measureText(line + part).width > width) {
      lines.push(line.trimEnd())
      line = part.trimStart()
    } else line += part
  }
  if (line.trim()) lines.push(line.trimEnd())
  if (lines.length <= most) return lines
  const kept = lines.slice(0, most)
  let last = kept[most - 1] ?? ''
  while (last && context.measureText(`${last}…`).width > width) last = [...last].slice(0, -1).join('')
  return [...kept.slice(0, -1), `${last}…`]
}

/** Writes lines below one another and answers where the next thing may stand. */
export function write(
  context: Context,
  lines: string[],
  { x, y, font, colour, leading }: { x: number; y: number; font: string; colour: string; leading: number },
): number {
  context.font = font
  context.fillStyle = colour
  context.textBaseline = 'top'
  lines.forEach((line, at) => {
    context.fillText(line, x, y + at * leading)
  })
  return y + lines.length * leading
}

/** The grounds of painted covers, as components/cover has them. */
const TONES = [
  ['#fbede4', '#f4dccb', '#5b3a26'],
  ['#eef3ea', '#dce7d8', '#33503a'],
  ['#ecf0f7', '#dae2ef', '#2f4b7c'],
  ['#f7f1e6', '#eadfcb', '#5e4a2a'],
  ['#f5eef0', '#e9dadf', '#5d3a47'],
] as const

const toneOf = (title: string) =>
  TONES[[...title].reduce((sum, sign) => sum + (sign.codePointAt(0) ?? 0), 0) % TONES.length] ?? TONES[0]

function blossom(context: Context, x: number, y: number, size: number): void {
  context.fillStyle = INKS.blossom
  for (let petal = 0; petal < 5; petal++) {
    const turn = (petal / 5) * Math.PI * 2 - Math.PI / 2
    context.beginPath()
    context.arc(x + Math.cos(turn) * size, y + Math.sin(turn) * size, size * 0.78, 0, Math.PI * 2)
    context.fill()
  }
  context.fillStyle = '#ffffff'
  context.beginPath()
  context.arc(x, y, size * 0.42, 0, Math.PI * 2)
  context.fill()
}

/** The cover that stands in where a teacher has none: paper, a branch, a blossom, the title. */
function paintCover(context: Context, title: string, { x, y, width, height }: Box): void {
  const [from, to, branch] = toneOf(title)
  const ground = context.createLinearGradient(x, y, x + width, y + height)
  ground.addColorStop(0, from)
  ground.addColorStop(1, to)
  context.fillStyle = ground
  context.fillRect(x, y, width, height)
  const at = (px: number, py: number): [number, number] => [x + (px / 320) * width, y + (py / 180) * height]
  context.save()
  context.globalAlpha = 0.3
  context.strokeStyle = branch
  context.lineWidth = width / 60
  context.beginPath()
  context.moveTo(...at(330, 172))
  context.bezierCurveTo(...at(286, 164), ...at(262, 140), ...at(236, 128))
  context.bezierCurveTo(...at(210, 118), ...at(180, 122), ...at(152, 142))
  context.stroke()
  context.lineWidth = width / 130
  context.beginPath()
  context.moveTo(...at(258, 139))
  context.bezierCurveTo(...at(252, 117), ...at(254, 99), ...at(268, 77))
  context.stroke()
  context.globalAlpha = 0.85
  blossom(context, ...at(268, 76), width / 50)
  context.globalAlpha = 0.65
  blossom(context, ...at(163, 113), width / 66)
  context.restore()
  const size = width / 14
  context.font = `600 ${size}px ${SERIF}`
  const lines = linesOf(context, title, width * 0.58, 3)
  const top = y + (height - lines.length * size * 1.35) / 2
  write(context, lines, { x: x + width * 0.08, y: top, font: context.font, colour: '#2a231c', leading: size * 1.35 })
}

export type Box = { x: number; y: number; width: number; height: number }

/** A course's cover filling the box, cut at the sides that stand over; painted where there is none. */
export async function drawCover(
  canvas: Canvas,
  { title, coverUrl }: { title: string; coverUrl: string | null },
  box: Box,
) {
  const context = canvas.getContext('2d')
  const picture = await pictureIn(canvas, coverUrl ?? '')
  if (!picture?.width || !picture.height) return paintCover(context, title, box)
  const scale = Math.max(box.width / picture.width, box.height / picture.height)
  const [width, height] = [box.width / scale, box.height / scale]
  context.drawImage(
    picture,
    (picture.width - width) / 2,
    (picture.height - height) / 2,
    width,
    height,
    box.x,
    box.y,
    box.width,
    box.height,
  )
}
