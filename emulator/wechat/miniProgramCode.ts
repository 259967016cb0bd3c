import { Resvg } from '@resvg/resvg-js'
import { renderSVG } from 'uqr'
import * as z from 'zod'
import type { OpenApiAnswer, OpenApiArguments } from './envelope'

/** Limits from the WeChat docs of wxacode.getUnlimited: scene of 32 visible characters, width of 280 to 1280 px. */
const Ask = z.object({
  scene: z.string(),
  page: z.string().optional(),
  width: z.number().min(280).max(1280).default(430),
  is_hyaline: z.boolean().default(false),
})
const SCENE = /^[0-9A-Za-z!#$&'()*+,/:;=?@\-._~]{1,32}$/

/**
 * Draws a code for a page. The real one is WeChat's sunflower, which only WeChat can draw and read; this is a QR code of an
 * address that opens the same page of the shop on this desk, so that it can be scanned.
 */
export function miniProgramCode(
  args: OpenApiArguments,
  addressOf: (page: string, scene: string) => string,
): OpenApiAnswer {
  const ask = Ask.safeParse(args)
  if (!ask.success)
    return { json: { errcode: 40097, errmsg: `invalid args: ${ask.error.issues[0]?.path.join('.') ?? ''}` } }
  const { scene, page = '', width, is_hyaline } = ask.data
  if (!SCENE.test(scene))
    return { json: { errcode: 40169, errmsg: 'invalid length for scene, or the data is not json string' } }
  if (page.startsWith('/') || page.includes('?')) return { json: { errcode: 41030, errmsg: 'invalid page' } }
  const svg = renderSVG(addressOf(page, scene), {
    ecc: 'M',
    border: 2,
    whiteColor: is_hyaline ? 'transparent' : 'white',
  })
  const bytes = new Resvg(svg, { fitTo: { mode: 'width', value: width } }).render().asPng()
  return { contentType: 'image/png', bytes: Buffer.from(bytes) }
}
