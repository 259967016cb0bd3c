import { type Canvas, drawCover, INKS, linesOf, SANS, SERIF, write } from './paint'

/** What WeChat shows of a card: 5 to 4. */
const WIDTH = 500
const HEIGHT = 400
const COVER = Math.round((WIDTH * 9) / 16)
/** WeChat waits three seconds for a picture and takes what it has then. */
const PATIENCE_MS = 2500

type Shown = { title: string; teacherName: string; coverUrl: string | null }

async function drawn({ title, teacherName, coverUrl }: Shown): Promise<string> {
  const canvas = wx.createOffscreenCanvas({ type: '2d', width: WIDTH, height: HEIGHT }) as unknown as Canvas // the typings leave its methods open
  const context = canvas.getContext('2d')
  context.fillStyle = INKS.paper
  context.fillRect(0, 0, WIDTH, HEIGHT)
  await drawCover(canvas, { title, coverUrl }, { x: 0, y: 0, width: WIDTH, height: COVER })
  context.font = `600 32px ${SERIF}`
  write(context, linesOf(context, title, WIDTH - 56, 1), {
    x: 28,
    y: COVER + 24,
    font: context.font,
    colour: INKS.ink,
    leading: 42,
  })
  write(context, [teacherName], { x: 28, y: COVER + 72, font: `22px ${SANS}`, colour: INKS.quiet, leading: 30 })
  const { tempFilePath } = await wx.canvasToTempFilePath({ canvas: canvas as never, fileType: 'jpg', quality: 0.9 })
  return tempFilePath
}

/** The picture of a course's card, 5 to 4, with its whole cover; null where none can be drawn, and then the cover itself serves. */
export const cardPicture = (card: Shown): Promise<string | null> =>
  Promise.race([
    drawn(card).catch((error: unknown) => {
      console.info('no picture for the card', error)
      return null
    }),
    new Promise<null>((resolve) => {
      setTimeout(() => resolve(null), PATIENCE_MS)
    }),
  ])
