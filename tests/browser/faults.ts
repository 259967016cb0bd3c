import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'

/** Faults that can be measured, in words. `grave` ones are looked for at every look, the others where every page is gone over. */
export type Faults = { grave: string[]; fine: string[] }

/** A finger needs this much (88 rpx on a screen 390 wide is 45.8). */
const LEAST_TARGET_PX = 44
/** 22 rpx on a screen 390 wide. */
const LEAST_TYPE_PX = 11
/** What Google calls good for the sum of all shifts of a page's visit (web.dev/cls). */
export const MOST_SHIFT = 0.1

/**
 * Measures the page on top: wider than its screen, words cut off where nobody meant it, things to tap over each other, things to
 * tap too small, words too small. Runs in the page.
 */
function measure({ target, type }: { target: number; type: number }): Faults {
  const grave: string[] = []
  const fine: string[] = []
  const top = [...document.querySelectorAll<HTMLElement>('.mp-page:not([hidden])')].at(-1)
  if (!top) return { grave: ['there is no page'], fine }

  const nameOf = (element: Element) => {
    const id = element.id ? `#${element.id}` : ''
    const first = [...element.classList].find((one) => !one.startsWith('mp-'))?.replace(/^[a-z0-9]+--/, '')
    const words = (element.textContent ?? '').trim().replace(/\s+/g, ' ').slice(0, 16)
    return `${element.tagName.toLowerCase()}${id}${first ? `.${first}` : ''}${words ? ` “${words}”` : ''}`
  }
  const seen = (element: Element) => {
    const { width, height } = element.getBoundingClientRect()
    return width > 1 && height > 1 && element.checkVisibility({ opacityProperty: true, visibilityProperty: true })
  }

  for (const { className, scrollWidth, clientWidth } of [
    document.documentElement,
    ...document.querySelectorAll('.mp-page:not([hidden]) .mp-scroll'),
  ])
    if (scrollWidth > clientWidth) grave.push(`wider than the screen: ${className} ${scrollWidth} > ${clientWidth}`)

  const spoken = [...top.querySelectorAll<HTMLElement>('*')].filter(
    (element) =>
      [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim()) &&
      !element.closest('svg, style, script, canvas') &&
      seen(element),
  )
  const column = top.getBoundingClientRect()
  for (const element of spoken) {
    const style = getComputedStyle(element)
    const isIcon = /(^|-)icon/.test(style.fontFamily) || element.closest('[class*="t-icon"]')
    if (isIcon) continue
    const box = element.getBoundingClientRect()
    // The nearest box that cuts off what does not fit, and whether it says so with an ellipsis or by scrolling.
    for (let frame: HTMLElement | null = element; frame && frame !== top.parentElement; frame = frame.parentElement) {
      const { overflowX, overflowY, textOverflow, webkitLineClamp, position } = getComputedStyle(frame)
      if (/auto|scroll/.test(overflowX + overflowY)) break
      const isMeant = textOverflow === 'ellipsis' || (webkitLineClamp !== 'none' && webkitLineClamp !== '')
      if (isMeant) break
      const inner = frame.getBoundingClientRect()
      if (/hidden|clip/.test(overflowX) && (box.right > inner.right + 2 || box.left < inner.left - 2)) {
        if (!frame.closest('wx-swiper, .t-notice-bar')) grave.push(`cut off at the side: ${nameOf(element)}`)
        break
      }
      if (/hidden|clip/.test(overflowY) && frame === element && frame.scrollHeight > frame.clientHeight + 3) {
        grave.push(`cut off below: ${nameOf(element)}`)
        break
      }
      if (position === 'fixed') break
    }
    const size = Number.parseFloat(style.fontSize)
    if (size < type) fine.push(`words of ${size.toFixed(1)} px: ${nameOf(element)}`)
    if (!element.closest('wx-scroll-view, wx-swiper') && box.left > column.right - 2)
      grave.push(`beside the screen: ${nameOf(element)}`)
  }

  const taps = [
    ...top.querySelectorAll<HTMLElement>(
      '[role="button"], [role="link"], [role="tab"], [role="checkbox"], [role="radio"], [role="switch"], wx-button, wx-input, wx-textarea, wx-switch',
    ),
  ].filter(seen)
  /** Where the finger may land: a pseudo element may reach out of its box. */
  const reach = (element: Element) => {
    const { left, top: up, right, bottom } = element.getBoundingClientRect()
    const grown = { left, top: up, right, bottom }
    for (const part of ['::before', '::after']) {
      const style = getComputedStyle(element, part)
      if (style.content === 'none' || style.position !== 'absolute') continue
      const out = (value: string) => Math.max(0, -Number.parseFloat(value) || 0)
      grown.left -= out(style.left)
      grown.right += out(style.right)
      grown.top -= out(style.top)
      grown.bottom += out(style.bottom)
    }
    return grown
  }
  const floats = (element: Element) => {
    for (let at: Element | null = element; at && at !== top; at = at.parentElement) {
      const { position, overflowY } = getComputedStyle(at)
      // What scrolls passes under its neighbours, and is not seen there.
      if (/fixed|sticky/.test(position) || /auto|scroll/.test(overflowY)) return at
    }
    return element.closest('wx-scroll-view, wx-swiper-item') ?? top
  }
  for (const [index, one] of taps.entries()) {
    const box = reach(one)
    const [width, height] = [box.right - box.left, box.bottom - box.top]
    const isInside = taps.some(
      (other) => other !== one && other.contains(one) && !one.matches('[role="button"], wx-button'),
    )
    const isInProse = getComputedStyle(one).display === 'inline'
    // A switch is as tall as phones draw it, and the search box of TDesign takes the finger around its field.
    const isDrawnSo = one.matches('[role="switch"], wx-switch') || one.closest('[class*="t-search"]') !== null
    if (!isInside && !isInProse && !isDrawnSo && Math.min(width, height) < target - 0.6)
      fine.push(`${Math.round(width)} × ${Math.round(height)} to tap: ${nameOf(one)}`)
    for (const other of taps.slice(index + 1)) {
      if (one.contains(other) || other.contains(one) || floats(one) !== floats(other)) continue
      const [a, b] = [one.getBoundingClientRect(), other.getBoundingClientRect()]
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left)
      const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)
      if (across > 3 && down > 3) grave.push(`over each other: ${nameOf(one)} and ${nameOf(other)}`)
    }
  }
  const once = (list: string[]) => [...new Set(list)]
  return { grave: once(grave), fine: once(fine) }
}

/** On a screen narrower than 390 everything is smaller by design: what is too small is only counted from there on. */
export async function faultsOf(page: Page): Promise<Faults> {
  const width = page.viewportSize()?.width ?? 0
  const found = await page.evaluate(measure, { target: LEAST_TARGET_PX, type: LEAST_TYPE_PX })
  return width >= 390 ? found : { ...found, fine: [] }
}

/** Answers how much the page has moved under its reader since it was last asked. Call before the page is opened. */
export async function watchShifts(page: Page): Promise<() => Promise<number>> {
  await page.addInitScript(() => {
    const shifts = { sum: 0 }
    Object.assign(window, { __shifts: shifts })
    const isShift = (entry: PerformanceEntry): entry is PerformanceEntry & { value: number; hadRecentInput: boolean } =>
      'value' in entry
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (isShift(entry) && !entry.hadRecentInput) shifts.sum += entry.value
    }).observe({ type: 'layout-shift', buffered: true })
  })
  return () =>
    page.evaluate(() => {
      const { __shifts: shifts } = window as unknown as { __shifts: { sum: number } }
      const { sum } = shifts
      shifts.sum = 0
      return sum
    })
}

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')

type AxeViolation = { id: string; impact: string; help: string; nodes: { html: string; target: string[] }[] }

/** What axe calls serious or critical on the page, in words: names, roles, contrast, order, language. All its rules, or these. */
export async function axeFindings(page: Page, rules?: string[]): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE)
  const violations = await page.evaluate(async (only) => {
    const { axe } = window as unknown as {
      axe: { run(context: object, options: object): Promise<{ violations: AxeViolation[] }> }
    }
    // Pages beneath the top one are hidden from everybody.
    const context = { include: [['html']], exclude: [['.mp-page[hidden]']] }
    const options = { resultTypes: ['violations'], ...(only && { runOnly: only }) }
    return (await axe.run(context, options)).violations
  }, rules)
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.replace(/\s+/g, ' ').slice(0, 160)}`))
}
