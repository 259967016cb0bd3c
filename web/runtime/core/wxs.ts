import type { Element, GeneralComponent, ShadowedEvent } from 'glass-easel'
import { descriptorOf } from './descriptor'
import { plainEvent } from './events'

/** WXS's words that JavaScript lacks; transformed modules call them as globals. */
export const WXS_GLOBALS = {
  getRegExp: (pattern: string, flags?: string): RegExp => new RegExp(pattern, flags),
  getDate: (...args: [] | [string | number]): Date => (args.length ? new Date(args[0]) : new Date()),
  /** `x.constructor` in WXS: the type's name. */
  __wxsType(value: unknown): string {
    return Object.prototype.toString.call(value).slice(8, -1)
  },
}

type Listener = (...args: unknown[]) => unknown
const isWxs = (listener: unknown): boolean => typeof listener === 'function' && '__wxs' in listener

const hostOf = (element: Element): GeneralComponent | undefined => element.ownerShadowRoot?.getHostNode()

/** An event reaches a handler: a page's own method gets WeChat's plain event, a WXS function gets descriptors. */
export function wrapEventListener(caller: unknown, event: ShadowedEvent<unknown>, listener: Listener): unknown {
  if (!isWxs(listener)) {
    listener.call(caller, plainEvent(event))
    // Only WXS stops an event by its answer.
    return undefined
  }
  const current = elementOf(event.currentTarget)
  const host = current && hostOf(current)
  if (!current || !host) return undefined
  const target = elementOf(event.target) ?? current
  const wxsEvent = { ...plainEvent(event), instance: descriptorOf(current) }
  return listener.call(
    null,
    { ...wxsEvent, target: { ...wxsEvent.target, instance: descriptorOf(target) } },
    descriptorOf(host),
  )
}

/** Events carry a component's method caller where it has one. */
function elementOf(target: unknown): Element | undefined {
  if (typeof target !== 'object' || target === null) return undefined
  const inner = '_$' in target ? target._$ : target
  return inner as Element
}

type ChangeListener = (value: unknown, old: unknown, host: GeneralComponent, element: Element) => void

/** `change:prop` handlers get descriptors, one microtask later: glass-easel calls them before the children exist. */
export function wrapChangeListener(listener: unknown): ChangeListener {
  return (value, old, host, element) => {
    if (typeof listener !== 'function') return
    queueMicrotask(() => listener(value, old, descriptorOf(host), descriptorOf(element)))
  }
}
