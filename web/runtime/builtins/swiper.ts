import type { Engine } from '../engine'
import { append, builtIn, lengthOf, mark } from './define'

/** How far, as a part of the swiper, or how fast, in px per ms, a finger must go to turn the slide. */
const TURN_PART = 0.3
const TURN_SPEED = 0.3
/** A finger has chosen its direction after this many px. */
const DECIDED_PX = 8

const easings: Record<string, string> = {
  default: 'ease',
  linear: 'linear',
  easeInCubic: 'cubic-bezier(0.32, 0, 0.67, 0)',
  easeOutCubic: 'cubic-bezier(0.33, 1, 0.68, 1)',
  easeInOutCubic: 'cubic-bezier(0.65, 0, 0.35, 1)',
}

/** Where slide `index` stands when the swiper is at `position`, in slides; in a circle it comes round the shorter way. */
export function placeOf(index: number, position: number, count: number, isCircular: boolean): number {
  const away = index - position
  if (!isCircular || count < 2) return away
  const half = count / 2
  return ((((away + half) % count) + count) % count) - half
}

/** `swiper`: its items lie one behind the other and slide by transforms. */
export function defineSwiper(engine: Engine): void {
  const properties = {
    indicatorDots: Boolean,
    indicatorColor: { type: String, value: 'rgba(0, 0, 0, .3)' },
    indicatorActiveColor: { type: String, value: '#000000' },
    autoplay: Boolean,
    current: Number,
    currentItemId: String,
    interval: { type: Number, value: 5000 },
    duration: { type: Number, value: 500 },
    circular: Boolean,
    vertical: Boolean,
    previousMargin: { type: String, value: '0px' },
    nextMargin: { type: String, value: '0px' },
    snapToEdge: Boolean,
    displayMultipleItems: { type: Number, value: 1 },
    easingFunction: { type: String, value: 'default' },
    disableTouch: Boolean,
  }
  builtIn(engine, 'swiper', properties, (component, host) => {
    const dots = append(host, 'div', 'wx-swiper-dots')
    const data = () => component.data
    let current = 0
    let asked: number | null = null
    let position = 0
    let timer: ReturnType<typeof setInterval> | undefined
    let isHeld = false
    let isTurning = false
    let settleTimer: ReturnType<typeof setTimeout> | undefined

    const slides = (): HTMLElement[] =>
      [...host.querySelectorAll<HTMLElement>('wx-swiper-item')].filter(
        (slide) => slide.parentElement?.closest('wx-swiper') === host,
      )
    const last = (): number =>
      Math.max(0, slides().length - (data().circular ? 1 : Math.max(1, data().displayMultipleItems)))
    const size = (): number => {
      const whole = data().vertical ? host.clientHeight : host.clientWidth
      const margins = lengths(data().previousMargin) + lengths(data().nextMargin)
      return Math.max(1, (whole - margins) / Math.max(1, data().displayMultipleItems))
    }
    const lengths = (value: unknown): number => Number.parseFloat(lengthOf(engine, value)) || 0

    function lay(ms: number): void {
      const all = slides()
      const { vertical, circular, displayMultipleItems, easingFunction } = data()
      const start = lengths(data().previousMargin)
      const part = `calc((100% - ${start + lengths(data().nextMargin)}px) / ${Math.max(1, displayMultipleItems)})`
      all.forEach((slide, index) => {
        const place = placeOf(index, position, all.length, circular)
        const from = Number(slide.dataset.place ?? place)
        slide.dataset.place = String(place)
        slide.style.visibility = ''
        // A slide that comes round the circle does it unseen, behind the others.
        const isJump = Math.abs(place - from) > 1.5 && circular
        slide.style.transition = ms && !isJump ? `transform ${ms}ms ${easings[easingFunction] ?? 'ease'}` : 'none'
        slide.style[vertical ? 'top' : 'left'] = `${start}px`
        slide.style[vertical ? 'height' : 'width'] = part
        slide.style[vertical ? 'width' : 'height'] = '100%'
        slide.style.transform = vertical ? `translate3d(0, ${place * 100}%, 0)` : `translate3d(${place * 100}%, 0, 0)`
      })
      drawDots(all.length)
    }
    /** At rest nothing of the neighbours may show through, nor be read aloud. */
    function hideUnseen(): void {
      if (lengths(data().previousMargin) > 0 || lengths(data().nextMargin) > 0) return
      for (const slide of slides()) {
        const place = Number(slide.dataset.place)
        if (place <= -1 || place >= data().displayMultipleItems) slide.style.visibility = 'hidden'
      }
    }
    function drawDots(count: number): void {
      dots.hidden = !data().indicatorDots
      while (dots.childElementCount > count) dots.lastElementChild?.remove()
      while (dots.childElementCount < count) append(dots, 'i')
      ;[...dots.children].forEach((dot, index) => {
        if (dot instanceof HTMLElement) {
          dot.style.backgroundColor = index === current ? data().indicatorActiveColor : data().indicatorColor
        }
      })
    }

    function turnTo(wanted: number, source: '' | 'autoplay' | 'touch', ms: number = data().duration): void {
      const count = slides().length
      if (count === 0) return
      const next = data().circular ? ((wanted % count) + count) % count : Math.min(last(), Math.max(0, wanted))
      const before = current
      current = next
      position = next
      lay(ms)
      clearTimeout(settleTimer)
      isTurning = true
      settleTimer = setTimeout(() => {
        isTurning = false
        hideUnseen()
        engine.fire(component, 'animationfinish', { current, currentItemId: idOf(current), source })
      }, ms)
      if (before === next) return
      asked = next
      // So that the page may ask for the old number again, and `model:current` works.
      if (data().current !== next) component.setData({ current: next })
      engine.fire(component, 'change', { current: next, currentItemId: idOf(next), source })
    }
    const idOf = (index: number): string => slides()[index]?.dataset.itemId ?? ''

    function play(): void {
      clearInterval(timer)
      if (!data().autoplay) return
      timer = setInterval(() => {
        if (isHeld || document.hidden || host.getClientRects().length === 0) return
        const isEnd = !data().circular && current >= last()
        turnTo(isEnd ? 0 : current + 1, 'autoplay')
      }, data().interval)
    }

    draggable(host, {
      isOff: () => data().disableTouch || slides().length < 2,
      isVertical: () => data().vertical,
      size,
      hold() {
        isHeld = true
      },
      move(moved) {
        const wanted = current - moved
        const isOver = !data().circular && (wanted < 0 || wanted > last())
        position = isOver ? current - moved / 3 : wanted
        lay(0)
        engine.fire(component, 'transition', {
          dx: data().vertical ? 0 : -moved * size(),
          dy: data().vertical ? -moved * size() : 0,
        })
      },
      drop(moved, speed) {
        isHeld = false
        const isTurn = Math.abs(moved) > TURN_PART || (Math.abs(speed) > TURN_SPEED && Math.abs(moved) > 0.05)
        const steps = isTurn ? -Math.sign(moved) * Math.max(1, Math.round(Math.abs(moved))) : 0
        turnTo(current + steps, 'touch')
        play()
      },
    })
    const items = new MutationObserver(() => {
      if (isHeld || isTurning) return
      // Slides may arrive after the number that was asked for.
      const wanted = asked ?? current
      current = Math.min(last(), Math.max(0, wanted))
      position = current
      lay(0)
      hideUnseen()
    })
    items.observe(host, { childList: true, subtree: true })
    return {
      draw(values) {
        mark(host, 'vertical', values.vertical)
        const isFirst = asked === null
        const byId = values.currentItemId
          ? slides().findIndex((slide) => slide.dataset.itemId === values.currentItemId)
          : -1
        const wanted = byId >= 0 ? byId : values.current
        if (wanted !== asked) {
          asked = wanted
          turnTo(wanted, '', isFirst ? 0 : values.duration)
        } else if (!isHeld && !isTurning) {
          lay(0)
          hideUnseen()
        }
        play()
      },
      detached() {
        clearInterval(timer)
        clearTimeout(settleTimer)
        items.disconnect()
      },
    }
  })

  builtIn(engine, 'swiper-item', { itemId: String, skipHiddenItemLayout: Boolean }, (_component, host) => ({
    draw({ itemId }) {
      host.dataset.itemId = itemId
    },
  }))
}

type Drag = {
  isOff(): boolean
  isVertical(): boolean
  size(): number
  hold(): void
  /** `moved` is in slides: 1 is one slide to the right or down. */
  move(moved: number): void
  drop(moved: number, speed: number): void
}

/** Follows one finger, or a held mouse, along the swiper's own direction; across it, the page scrolls. */
function draggable(host: HTMLElement, drag: Drag): void {
  let start: { x: number; y: number; at: number; id: number } | null = null
  let isDecided = false

  const along = (event: PointerEvent): number =>
    start === null ? 0 : drag.isVertical() ? event.clientY - start.y : event.clientX - start.x
  const across = (event: PointerEvent): number =>
    start === null ? 0 : drag.isVertical() ? event.clientX - start.x : event.clientY - start.y

  host.addEventListener('pointerdown', (event) => {
    const isInnerSwiper = event.target instanceof Element && event.target.closest('wx-swiper') !== host
    if (drag.isOff() || event.button !== 0 || isInnerSwiper) return
    start = { x: event.clientX, y: event.clientY, at: event.timeStamp, id: event.pointerId }
    isDecided = false
  })
  host.addEventListener('pointermove', (event) => {
    if (start?.id !== event.pointerId) return
    if (!isDecided) {
      if (Math.hypot(along(event), across(event)) < DECIDED_PX) return
      if (Math.abs(across(event)) > Math.abs(along(event))) {
        start = null
        return
      }
      isDecided = true
      host.setPointerCapture(event.pointerId)
      drag.hold()
    }
    drag.move(along(event) / drag.size())
  })
  const end = (event: PointerEvent): void => {
    if (start?.id !== event.pointerId) return
    const moved = along(event)
    const ms = Math.max(1, event.timeStamp - start.at)
    start = null
    if (isDecided) drag.drop(moved / drag.size(), moved / ms)
    isDecided = false
  }
  host.addEventListener('pointerup', end)
  host.addEventListener('pointercancel', end)
  // A picture under the mouse must not be dragged away by the browser.
  host.addEventListener('dragstart', (event) => event.preventDefault())
}
