/** The phone column: every page is drawn inside it, 480 px wide at most, in the middle of the window. */
export const COLUMN_MAX_PX = 480

export const columnWidth = (): number => Math.min(document.documentElement.clientWidth, COLUMN_MAX_PX)

/** 750 rpx is the width of the column. */
export const rpxToPx = (rpx: number): number => (rpx * columnWidth()) / 750

const LENGTH = /(-?\d*\.?\d+)(rpx|vh|vw)\b/g
const VARIABLE: Record<string, string> = { rpx: '--rpx', vh: '--mp-vh', vw: '--mp-vw' }

/** An inline style with `rpx`, `vh` and `vw` made relative to the column, as the build does for style sheets. */
export const inlineStyle = (style: string): string =>
  /rpx|v[hw]/.test(style)
    ? style.replace(LENGTH, (_, number: string, unit: string) => `calc(var(${VARIABLE[unit] ?? ''})*${number})`)
    : style

/** Where the current page's own area begins in the browser's window, in px. */
export function pageOrigin(): { left: number; top: number } {
  const body = document.querySelector('.mp-page:not([hidden]) > .mp-body')
  const rect = body?.getBoundingClientRect()
  return { left: rect?.left ?? 0, top: rect?.top ?? 0 }
}

type Rect = { left: number; top: number; width: number; height: number }

/** A window rectangle in the page's own coordinates, as `position: fixed` and `boundingClientRect` count in WeChat. */
export function inPage(rect: Rect): Rect & { right: number; bottom: number } {
  const origin = pageOrigin()
  const left = rect.left - origin.left
  const top = rect.top - origin.top
  return { left, top, width: rect.width, height: rect.height, right: left + rect.width, bottom: top + rect.height }
}
