import type { Engine } from '../engine'
import { append, builtIn, lengthOf, mark } from './define'

/** How far a finger must pull, in px, when the page names no threshold: WeChat's own default. */
const REFRESH_THRESHOLD_PX = 45

/** `scroll-view`: its host scrolls. Positions in px. */
export function defineScrollView(engine: Engine): void {
  const properties = {
    scrollX: Boolean,
    scrollY: Boolean,
    upperThreshold: { type: null, value: 50 as unknown },
    lowerThreshold: { type: null, value: 50 as unknown },
    scrollTop: { type: null, value: '' as unknown },
    scrollLeft: { type: null, value: '' as unknown },
    scrollIntoView: String,
    scrollIntoViewOffset: Number,
    scrollWithAnimation: Boolean,
    enableBackToTop: Boolean,
    enableFlex: Boolean,
    scrollAnchoring: Boolean,
    enhanced: Boolean,
    bounces: { type: Boolean, value: true },
    showScrollbar: { type: Boolean, value: true },
    pagingEnabled: Boolean,
    fastDeceleration: Boolean,
    type: { type: String, value: 'list' },
    refresherEnabled: Boolean,
    refresherThreshold: { type: Number, value: REFRESH_THRESHOLD_PX },
    refresherDefaultStyle: { type: String, value: 'black' },
    refresherBackground: String,
    refresherTriggered: Boolean,
  }
  builtIn(engine, 'scroll-view', properties, (component, host) => {
    const px = (value: unknown): number => Number.parseFloat(lengthOf(engine, value)) || 0
    const data = () => component.data
    const edges = { isAtStart: true, isAtEnd: false }
    let last = { left: 0, top: 0 }
    let asked: { top: unknown; left: unknown; into: string } = { top: '', left: '', into: '' }
    let endTimer: ReturnType<typeof setTimeout> | undefined

    const behavior = (): ScrollBehavior => (data().scrollWithAnimation ? 'smooth' : 'auto')
    const detail = (deltaX: number, deltaY: number) => ({
      scrollLeft: host.scrollLeft,
      scrollTop: host.scrollTop,
      scrollHeight: host.scrollHeight,
      scrollWidth: host.scrollWidth,
      deltaX,
      deltaY,
      isDrag: false,
    })

    function announceEdges(deltaX: number, deltaY: number): void {
      const isAcross = Boolean(data().scrollX) && !data().scrollY
      const at = isAcross ? host.scrollLeft : host.scrollTop
      const room = isAcross ? host.scrollWidth - host.clientWidth : host.scrollHeight - host.clientHeight
      const isBackwards = (isAcross ? deltaX : deltaY) > 0
      const isAtStart = at <= px(data().upperThreshold)
      const isAtEnd = room - at <= px(data().lowerThreshold)
      if (isAtStart && !edges.isAtStart && isBackwards) {
        engine.fire(component, 'scrolltoupper', { direction: isAcross ? 'left' : 'top' })
      }
      if (isAtEnd && !edges.isAtEnd && !isBackwards) {
        engine.fire(component, 'scrolltolower', { direction: isAcross ? 'right' : 'bottom' })
      }
      edges.isAtStart = isAtStart
      edges.isAtEnd = isAtEnd
    }
    host.addEventListener('scroll', (event) => {
      if (event.target !== host) return
      const deltaX = last.left - host.scrollLeft
      const deltaY = last.top - host.scrollTop
      last = { left: host.scrollLeft, top: host.scrollTop }
      engine.fire(component, 'scroll', detail(deltaX, deltaY))
      announceEdges(deltaX, deltaY)
      clearTimeout(endTimer)
      endTimer = setTimeout(() => {
        if (data().enhanced) engine.fire(component, 'scrollend', detail(0, 0))
      }, 120)
    })

    function showElement(id: string): void {
      const target = id ? host.querySelector(`[id="${CSS.escape(id)}"]`) : null
      if (!target) return
      const box = target.getBoundingClientRect()
      const frame = host.getBoundingClientRect()
      const offset = Number(data().scrollIntoViewOffset) || 0
      host.scrollTo({
        ...(data().scrollX ? { left: host.scrollLeft + box.left - frame.left + offset } : {}),
        ...(data().scrollY ? { top: host.scrollTop + box.top - frame.top + offset } : {}),
        behavior: behavior(),
      })
    }
    /** A position is obeyed when it is asked anew: a page that redraws for another reason does not jump. */
    function obey(top: unknown, left: unknown, into: string): void {
      if (top !== asked.top && top !== '' && top !== null) host.scrollTo({ top: px(top), behavior: behavior() })
      if (left !== asked.left && left !== '' && left !== null) host.scrollTo({ left: px(left), behavior: behavior() })
      // The element may be drawn in the same update as the wish to see it.
      if (into && into !== asked.into) requestAnimationFrame(() => showElement(into))
      asked = { top, left, into }
    }

    const refresher = pullToRefresh(engine, host, () => ({
      isOn: Boolean(data().refresherEnabled),
      thresholdPx: Number(data().refresherThreshold) || REFRESH_THRESHOLD_PX,
      tell: (name: string, dy: number) => engine.fire(component, name, { dy }),
      begin: () => component.setData({ refresherTriggered: true }),
    }))
    return {
      draw(values) {
        mark(host, 'scroll-x', values.scrollX)
        mark(host, 'scroll-y', values.scrollY)
        mark(host, 'enable-flex', values.enableFlex)
        mark(host, 'paging', values.enhanced && values.pagingEnabled)
        mark(host, 'no-scrollbar', values.enhanced && !values.showScrollbar)
        obey(values.scrollTop, values.scrollLeft, values.scrollIntoView)
        refresher.draw(values.refresherTriggered, values.refresherDefaultStyle, values.refresherBackground)
      },
      detached: () => clearTimeout(endTimer),
      node: () => scroller(host, showElement, data),
    }
  })
}

/** The ScrollViewContext of WeChat. */
function scroller(host: HTMLElement, showElement: (id: string) => void, data: () => Record<string, unknown>) {
  return {
    get scrollEnabled(): boolean {
      return Boolean(data().scrollX) || Boolean(data().scrollY)
    },
    scrollTo({ top, left, animated = true }: { top?: number; left?: number; animated?: boolean }): void {
      host.scrollTo({
        ...(top === undefined ? {} : { top }),
        ...(left === undefined ? {} : { left }),
        behavior: animated ? 'smooth' : 'auto',
      })
    },
    scrollIntoView: (selector: string): void => showElement(selector.replace(/^#/, '')),
  }
}

type Pull = { isOn: boolean; thresholdPx: number; tell(name: string, dy: number): void; begin(): void }

/** WeChat's own refresher: three dots above the list that a pull uncovers. */
function pullToRefresh(engine: Engine, host: HTMLElement, current: () => Pull) {
  let dots: HTMLElement | null = null
  let startY: number | null = null
  let pulled = 0
  let isOpen = false
  const height = (): number => engine.rpxToPx(100)

  const show = (dy: number, isMoving: boolean): void => {
    if (!dots) return
    dots.style.transition = isMoving ? 'none' : 'height 220ms ease-out'
    dots.style.height = `${dy}px`
  }
  const pointOf = (event: TouchEvent): number | null => event.touches[0]?.clientY ?? null

  host.addEventListener(
    'touchstart',
    (event) => {
      startY = current().isOn && !isOpen && host.scrollTop <= 0 ? pointOf(event) : null
    },
    { passive: true },
  )
  host.addEventListener(
    'touchmove',
    (event) => {
      const at = pointOf(event)
      if (startY === null || at === null) return
      pulled = Math.max(0, (at - startY) / 2)
      if (pulled === 0) return
      event.preventDefault()
      show(pulled, true)
      current().tell('refresherpulling', pulled)
    },
    { passive: false },
  )
  const release = (): void => {
    if (startY === null) return
    startY = null
    const { thresholdPx, tell, begin } = current()
    if (pulled >= thresholdPx) {
      begin()
      tell('refresherrefresh', pulled)
    } else if (pulled > 0) {
      show(0, false)
      tell('refresherabort', pulled)
    }
    pulled = 0
  }
  host.addEventListener('touchend', release)
  host.addEventListener('touchcancel', release)

  return {
    draw(isTriggered: boolean, style: string, background: string): void {
      if (!current().isOn) {
        dots?.remove()
        dots = null
        return
      }
      if (!dots) {
        dots = append(host, 'div', 'wx-refresher')
        dots.innerHTML = '<i></i><i></i><i></i>'
        host.prepend(dots)
      }
      dots.dataset.style = style
      dots.style.background = background
      if (isTriggered === isOpen) return
      isOpen = isTriggered
      show(isOpen ? height() : 0, false)
      if (!isOpen) current().tell('refresherrestore', 0)
    },
  }
}
