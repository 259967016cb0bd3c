import * as glassEasel from 'glass-easel'
import { domOfElement, elementsAbove } from './elements'

/** The element's class segment that hover owns; the template writes segment 0, WXS segment 3. */
const HOVER_SEGMENT = 2 as glassEasel.StyleSegmentIndex
const START_MS = 50
const STAY_MS = 100

let startTimer = 0
let hovered: { element: glassEasel.Element; stayMs: number }[] = []
let pending: typeof hovered = []

/** Reads an attribute of a `view`; built-ins with a behaviour of their own light up by themselves. */
function setting(element: glassEasel.Element, attribute: string): string | undefined {
  if (glassEasel.Component.isComponent(element)) return undefined
  const dom = element.getBackendElement() as unknown
  return dom instanceof HTMLElement ? (dom.getAttribute(attribute) ?? undefined) : undefined
}

const hoverClass = (element: glassEasel.Element): string => setting(element, 'hover-class') ?? ''

/** A finger went down: from the touched element up, everything with `hover-class` lights up after its start time. */
export function hoverStart(target: glassEasel.Element): void {
  hoverEnd()
  const found: typeof hovered = []
  for (const element of elementsAbove(domOfElement(target))) {
    const name = hoverClass(element)
    if (name === '' || name === 'none') continue
    found.push({ element, stayMs: Number(setting(element, 'hover-stay-time') ?? STAY_MS) })
    const stops = setting(element, 'hover-stop-propagation')
    if (stops === '' || stops === 'true') break
  }
  pending = found
  const first = found[0]
  if (!first) return
  startTimer = window.setTimeout(show, Number(setting(first.element, 'hover-start-time') ?? START_MS))
}

function show(): void {
  for (const { element } of pending) element.setNodeClass(hoverClass(element), HOVER_SEGMENT)
  hovered = pending
  pending = []
}

/** The finger moved away or went up: what was lit stays for its stay time. */
export function hoverEnd(): void {
  clearTimeout(startTimer)
  pending = []
  for (const { element, stayMs } of hovered) window.setTimeout(() => element.setNodeClass('', HOVER_SEGMENT), stayMs)
  hovered = []
}
