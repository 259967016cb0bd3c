import type { CourseCard } from '../../core/contract/shapes'
import { type Canvas, drawCover, INKS, linesOf, pictureIn, SANS, SERIF, write } from '../sharing/paint'
import { priceWords } from '../words/money'

export const POSTER = { width: 750, height: 1180 }
const MARGIN = 56
const COVER = Math.round((POSTER.width * 9) / 16)
const FOOT = 888
const CODE = 196

/** What a poster says. */
export type PosterWords = { by: string; invite: string; how: string; schoolName: string; showsPrice: boolean }

/** Draws the poster of a course: cover, title, teacher, price, who invites, and the code that opens it. */
export async function drawPoster(
  canvas: Canvas,
  card: Pick<CourseCard, 'title' | 'summary' | 'fen' | 'coverUrl'>,
  words: PosterWords,
  code: string | null,
): Promise<void> {
  const { width, height } = POSTER
  canvas.width = width
  canvas.height = height
  const context = canvas.getContext('2d')
  const inner = width - MARGIN * 2
  context.fillStyle = INKS.paper
  context.fillRect(0, 0, width, height)
  await drawCover(canvas, card, { x: 0, y: 0, width, height: COVER })

  context.font = `600 50px ${SERIF}`
  let y = COVER + 52
  y = write(context, linesOf(context, card.title, inner, 2), {
    x: MARGIN,
    y,
    font: context.font,
    colour: INKS.ink,
    leading: 66,
  })
  context.font = `28px ${SANS}`
  y = write(context, linesOf(context, words.by, inner, 1), {
    x: MARGIN,
    y: y + 12,
    font: context.font,
    colour: INKS.quiet,
    leading: 42,
  })
  y = write(context, linesOf(context, card.summary, inner, 2), {
    x: MARGIN,
    y: y + 12,
    font: `28px ${SANS}`,
    colour: INKS.quiet,
    leading: 44,
  })
  if (words.showsPrice)
    write(context, [priceWords(card.fen)], {
      x: MARGIN,
      y: y + 24,
      font: `600 44px ${SANS}`,
      colour: card.fen ? INKS.blossom : '#3f6b45',
      leading: 60,
    })

  context.fillStyle = INKS.line
  context.fillRect(MARGIN, FOOT, inner, 2)
  const picture = code ? await pictureIn(canvas, code) : null
  const left = inner - (picture ? CODE + 40 : 0)
  context.font = `600 32px ${SANS}`
  y = write(context, linesOf(context, words.invite, left, 2), {
    x: MARGIN,
    y: FOOT + 48,
    font: context.font,
    colour: INKS.ink,
    leading: 46,
  })
  context.font = `26px ${SANS}`
  y = write(context, linesOf(context, words.how, left, 2), {
    x: MARGIN,
    y: y + 8,
    font: context.font,
    colour: INKS.quiet,
    leading: 40,
  })
  write(context, [words.schoolName], {
    x: MARGIN,
    y: height - 84,
    font: `600 30px ${SERIF}`,
    colour: INKS.blossom,
    leading: 40,
  })
  if (!picture) return
  const x = width - MARGIN - CODE
  context.fillStyle = '#ffffff'
  context.fillRect(x - 10, FOOT + 34, CODE + 20, CODE + 20)
  context.drawImage(picture, x, FOOT + 44, CODE, CODE)
}
