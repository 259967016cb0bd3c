import type { ShadowedEvent } from 'glass-easel'
import { pageOrigin } from './column'

/** A finger on the page, in px of the page's own area, as WeChat hands it to handlers. */
export type PageTouch = {
  identifier: number
  pageX: number
  pageY: number
  clientX: number
  clientY: number
  force: number
}

type EventTargetView = { id: string; dataset: Record<string, unknown>; offsetLeft: number; offsetTop: number }

/** The event object of WeChat: plain data, no element inside. */
export type PageEvent = {
  type: string
  timeStamp: number
  target: EventTargetView
  currentTarget: EventTargetView
  mark: Record<string, unknown>
  detail: unknown
  touches?: PageTouch[]
  changedTouches?: PageTouch[]
}

type Seen = {
  id?: string
  dataset?: Record<string, unknown> | null
  getBackendElement?(): unknown
  _$?: { getBackendElement(): unknown }
}

function viewOf(target: Seen): EventTargetView {
  const dom = (target._$ ?? target).getBackendElement?.()
  const box = dom instanceof HTMLElement ? dom : undefined
  return {
    id: target.id ?? '',
    dataset: { ...target.dataset },
    // Read only when asked: offsets force layout.
    get offsetLeft() {
      return box?.offsetLeft ?? 0
    },
    get offsetTop() {
      return box?.offsetTop ?? 0
    },
  }
}

/** What a page's handler receives. */
export function plainEvent(event: ShadowedEvent<unknown>): PageEvent {
  const { type, timeStamp, detail, extraFields } = event
  return {
    type,
    timeStamp,
    target: viewOf(event.target as Seen),
    currentTarget: viewOf(event.currentTarget as Seen),
    mark: { ...event.mark },
    detail,
    ...extraFields,
  }
}

/** A DOM touch (or a mouse standing in for one) in the page's coordinates. */
export function touchOf(touch: { identifier: number; clientX: number; clientY: number; force?: number }): PageTouch {
  const origin = pageOrigin()
  const clientX = touch.clientX - origin.left
  const clientY = touch.clientY - origin.top
  const scroller = document.querySelector('.mp-page:not([hidden]) > .mp-body > .mp-scroll')
  return {
    identifier: touch.identifier,
    clientX,
    clientY,
    pageX: clientX,
    pageY: clientY + (scroller?.scrollTop ?? 0),
    force: touch.force ?? 1,
  }
}
