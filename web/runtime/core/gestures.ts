import * as glassEasel from 'glass-easel'
import { isBackendEvent, type PageBackend } from './backend'
import { domOfElement, elementAt, elementsAbove } from './elements'
import { type PageTouch, touchOf } from './events'
import { hoverEnd, hoverStart } from './hover'

/** glass-easel's EventBubbleStatus.NoDefault; its enum exists in types only. */
const NO_DEFAULT = 1
const LONGPRESS_MS = 350
const MOVED_PX = 10
const MOUSE_FINGER = 0
/** Mouse events that a browser makes up after touches are ignored for this long. */
const GHOST_MOUSE_MS = 800

type Finger = { identifier: number; clientX: number; clientY: number; force?: number }
type Press = { target: glassEasel.Element; x: number; y: number; timer: number; longpressed: boolean }

/** Turns the browser's touches, mouse and taps into WeChat's touch events, `tap` and `longpress`. */
export function startGestures(backend: PageBackend): void {
  let press: Press | undefined
  let mouseDown: glassEasel.Element | undefined
  let touched: EventTarget | null = null
  let lastTouchAt = Number.NEGATIVE_INFINITY

  const begin = (target: glassEasel.Element, dom: Event, finger: Finger) => {
    const timer = window.setTimeout(() => {
      if (!press) return
      press.longpressed = hasListener(press.target, 'longpress') || hasListener(press.target, 'longtap')
      for (const type of ['longpress', 'longtap']) send(press.target, type, dom, [finger], [finger])
    }, LONGPRESS_MS)
    if (press) clearTimeout(press.timer)
    press = { target, x: finger.clientX, y: finger.clientY, timer, longpressed: false }
    hoverStart(target)
  }
  const move = (finger: Finger) => {
    if (!press || Math.hypot(finger.clientX - press.x, finger.clientY - press.y) <= MOVED_PX) return
    clearTimeout(press.timer)
    hoverEnd()
  }
  const end = () => {
    if (press) clearTimeout(press.timer)
    hoverEnd()
  }

  backend.onEvent((target, type, detail, options) => {
    if (!isBackendEvent(type)) return undefined
    const dom = options.originalEvent
    if (type !== 'tap') return dispatch(target, type, detail, dom, {})
    // The press that became a long press is not a tap too, when somebody listened to it.
    if (press?.longpressed) return undefined
    const touch = touchOf({ identifier: MOUSE_FINGER, ...fingerOf(dom, detail) })
    return dispatch(target, type, { x: touch.pageX, y: touch.pageY }, dom, {
      touches: [touch],
      changedTouches: [touch],
    })
  })

  const onTouch = (dom: TouchEvent) => {
    lastTouchAt = performance.now()
    if (dom.type === 'touchstart') touched = dom.target
    const target = elementAt(dom.target)
    if (!target) return
    const [finger] = dom.changedTouches
    if (dom.type === 'touchstart' && finger) begin(target, dom, finger)
    if (dom.type === 'touchmove' && finger) move(finger)
    if (dom.type === 'touchend' || dom.type === 'touchcancel') end()
    send(target, dom.type, dom, [...dom.touches], [...dom.changedTouches])
  }
  /** The click a browser makes after a tap must not press what the tap has just brought up in the same place. */
  const onClick = (dom: MouseEvent) => {
    const isAfterTouch = performance.now() - lastTouchAt < GHOST_MOUSE_MS
    if (!isAfterTouch || !touched || layerOf(touched) === layerOf(dom.target)) return
    dom.preventDefault()
    dom.stopImmediatePropagation()
  }
  const onMouse = (dom: MouseEvent) => {
    if (performance.now() - lastTouchAt < GHOST_MOUSE_MS) return
    const finger = { identifier: MOUSE_FINGER, clientX: dom.clientX, clientY: dom.clientY }
    if (dom.type === 'mousedown' && dom.button === 0) {
      mouseDown = elementAt(dom.target)
      if (!mouseDown) return
      begin(mouseDown, dom, finger)
      send(mouseDown, 'touchstart', dom, [finger], [finger])
    } else if (mouseDown && dom.type === 'mousemove') {
      move(finger)
      send(mouseDown, 'touchmove', dom, [finger], [finger])
    } else if (mouseDown && dom.type === 'mouseup') {
      end()
      send(mouseDown, 'touchend', dom, [], [finger])
      mouseDown = undefined
    }
  }

  const { body } = document
  for (const type of ['touchstart', 'touchend', 'touchcancel'] as const)
    body.addEventListener(type, onTouch, { capture: true, passive: true })
  for (const type of ['mousedown', 'mousemove', 'mouseup'] as const)
    body.addEventListener(type, onMouse, { capture: true })
  body.addEventListener('click', onClick, { capture: true })
  body.addEventListener('touchmove', (dom) => void (dom.changedTouches[0] && move(dom.changedTouches[0])), {
    capture: true,
    passive: true,
  })

  // Whoever uses a keyboard presses what has a role with Enter or the space bar.
  body.addEventListener('keydown', (dom) => {
    const target = dom.target
    if ((dom.key !== 'Enter' && dom.key !== ' ') || !(target instanceof HTMLElement) || !target.hasAttribute('role'))
      return
    const element = elementAt(target)
    if (!element || target.tabIndex < 0) return
    dom.preventDefault()
    const { left, top, width, height } = target.getBoundingClientRect()
    const finger = { identifier: MOUSE_FINGER, clientX: left + width / 2, clientY: top + height / 2 }
    press = undefined
    send(element, 'tap', dom, [finger], [finger])
  })

  // A listener that may stop scrolling makes scrolling wait for it: only when the app has one.
  let movesWanted = false
  backend.onTouchInterest = (type) => {
    if (type !== 'touchmove' || movesWanted) return
    movesWanted = true
    body.addEventListener('touchmove', onTouch, { capture: true, passive: false })
  }
}

/** The page, sheet or bar that something stands in. */
const layerOf = (target: EventTarget | null): Element | null =>
  target instanceof Element ? target.closest('.mp-page, .mp-overlay > *, .mp-tabbar') : null

function fingerOf(dom: unknown, detail: unknown): { clientX: number; clientY: number } {
  if (dom instanceof MouseEvent) return dom
  const [touch] = typeof TouchEvent === 'function' && dom instanceof TouchEvent ? dom.changedTouches : []
  const { x = 0, y = 0 } = (detail ?? {}) as { x?: number; y?: number }
  return touch ?? { clientX: x, clientY: y }
}

function send(target: glassEasel.Element, type: string, dom: Event, touches: Finger[], changed: Finger[]): void {
  const changedTouches: PageTouch[] = changed.map(touchOf)
  const [first] = changedTouches
  const detail = { x: first?.pageX ?? 0, y: first?.pageY ?? 0 }
  const status = dispatch(target, type, detail, dom, { touches: touches.map(touchOf), changedTouches })
  if (status === NO_DEFAULT && type === 'touchmove' && dom.cancelable) dom.preventDefault()
}

/** 0.12.1 has no `Event.triggerBackendEvent`: the event is made, sent and asked for its end. */
function dispatch(
  target: glassEasel.Element,
  type: string,
  detail: unknown,
  originalEvent: unknown,
  extraFields: Record<string, unknown>,
): glassEasel.EventBubbleStatus {
  const options = { originalEvent, bubbles: true, composed: true, capturePhase: true, extraFields }
  const event = new glassEasel.Event(type, detail, options)
  event.dispatch(target)
  return event.getEventBubbleStatus()
}

/** Version 0.12.1 keeps an element's listeners here and offers no way to ask for them. */
type Listening = { _$eventTarget?: { listeners: Record<string, unknown> } }

function hasListener(target: glassEasel.Element, type: string): boolean {
  for (const element of elementsAbove(domOfElement(target)))
    if ((element as Listening)._$eventTarget?.listeners[type]) return true
  return false
}
