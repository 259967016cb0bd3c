/** Few widths, so that phones share what the storage service has made and keeps. */
const WIDTHS = [160, 320, 480, 750, 1080]
/** Denser than this nobody sees on a photograph. */
const MAX_DENSITY = 2
const RPX_ACROSS = 750

/** A link of the cloud's storage: signed, or to a file that everybody may read. */
const IN_STORAGE = /[?&]sign=[^&]*&t=\d+$|^https:\/\/[^/?]+\.(?:tcb\.qcloud\.la|myqcloud\.com)\/[^?]*$/
/** Drawings have no size, and moving pictures would stand still. */
const AS_IT_IS = /\.(?:svg|gif)(?:\?|$)/i

/**
 * The link to the same picture at least `pixels` wide and not much wider, made by the storage service. What is asked stands
 * beside the signature and is no part of it (docs.cloudbase.net/storage/extension). Other addresses stay as they are.
 */
export function sized(url: string, pixels: number): string {
  if (!IN_STORAGE.test(url) || AS_IT_IS.test(url)) return url
  const width = WIDTHS.find((one) => one >= pixels) ?? Math.max(...WIDTHS)
  return `${url}${url.includes('?') ? '&' : '?'}imageMogr2/thumbnail/${width}x/format/webp/ignore-error/1`
}

/** `sized` for a picture that is `rpx` wide on this phone. */
export function pictureFor(url: string, rpx: number): string {
  const { windowWidth, pixelRatio } = wx.getWindowInfo()
  return sized(url, (rpx / RPX_ACROSS) * windowWidth * Math.min(pixelRatio, MAX_DENSITY))
}

/** Whether two links lead to the same file: they are signed anew with every answer. */
export const isSamePicture = (one: string, other: string): boolean => one.split('?')[0] === other.split('?')[0]

/** What stands in the place of a picture: the link that was asked, and whether it led nowhere. */
type Drawn = { src: string; isBroken: boolean }

export const NOTHING_DRAWN: Drawn = { src: '', isBroken: false }

/** The picture at `url`, `rpx` wide. A new link to the one that is shown changes nothing: fetching it again would cost the learner and flicker. */
export function drawn({ src, isBroken }: Drawn, url: string | null, rpx: number): Drawn {
  if (url && src && !isBroken && isSamePicture(src, url)) return { src, isBroken }
  return { src: url ? pictureFor(url, rpx) : '', isBroken: false }
}

/** A kept link may have run out, and a school may have nobody to size its pictures: the newest link is tried as it is. */
export const drawnAfterError = ({ src }: Drawn, url: string | null): Drawn =>
  url && src !== url ? { src: url, isBroken: false } : { src, isBroken: true }
