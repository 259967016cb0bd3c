import { accent, accentStyle } from './accent'

/** How large words are: `large` makes everything that is read 1.25 times as big. */
export type TypeSize = 'standard' | 'large'

const KEY = 'typeSize'
const SCALES: Record<TypeSize, number> = { standard: 1, large: 1.25 }
/** Somebody who made WeChat's own words this much larger wants ours large as well. */
const LARGE_FROM = 1.15

let chosen: TypeSize | undefined

/** The size in use: the one that was chosen, else as WeChat's own words are set. */
export function typeSize(): TypeSize {
  if (chosen) return chosen
  const kept: unknown = wx.getStorageSync(KEY)
  if (kept === 'standard' || kept === 'large') chosen = kept
  // Older base libraries do not tell.
  else
    chosen =
      ((wx.getAppBaseInfo() as { fontSizeScaleFactor?: number }).fontSizeScaleFactor ?? 1) >= LARGE_FROM
        ? 'large'
        : 'standard'
  return chosen
}

/** Pages that are open follow when they are shown again. */
export function chooseTypeSize(size: TypeSize): void {
  wx.setStorageSync(KEY, size)
  chosen = size
}

export const typeScale = (): number => SCALES[typeSize()]

/** What every page puts over its tokens (`<page-meta page-style>`). */
export const look = (): string => `--type:${typeScale()}${accentStyle(accent())}`
