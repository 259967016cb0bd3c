import * as glassEasel from 'glass-easel'
import { inPage } from './column'
import { domOfElement } from './elements'

/** The segments of an element's style and class that WXS owns, apart from what the template writes. */
const WXS_SEGMENT = 3 as glassEasel.StyleSegmentIndex

/** WXS's ComponentDescriptor: what a WXS handler may do to an element without the page's script. */
export type Descriptor = {
  selectComponent(selector: string): Descriptor | null
  selectAllComponents(selector: string): Descriptor[]
  setStyle(style: string | Record<string, string | number>): void
  addClass(...names: string[]): void
  removeClass(...names: string[]): void
  hasClass(name: string): boolean
  getDataset(): Record<string, unknown>
  callMethod(name: string, argument?: unknown): void
  requestAnimationFrame(callback: () => void): void
  getState(): Record<string, unknown>
  triggerEvent(name: string, detail?: unknown, options?: object): void
  getBoundingClientRect(): { left: number; top: number; width: number; height: number }
  getComputedStyle(names: string[]): Record<string, string>
  setTimeout(callback: () => void, ms?: number): number
  clearTimeout(handle: number): void
}

const descriptors = new WeakMap<glassEasel.Element, Descriptor>()

export function descriptorOf(element: glassEasel.Element): Descriptor {
  const known = descriptors.get(element)
  if (known) return known
  const made = describe(element)
  descriptors.set(element, made)
  return made
}

const styleText = (style: string | Record<string, string | number>): string =>
  typeof style === 'string'
    ? style
    : Object.entries(style)
        .map(([name, value]) => `${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}:${value}`)
        .join(';')

function describe(element: glassEasel.Element): Descriptor {
  const state: Record<string, unknown> = {}
  const classes = new Set<string>()
  const component = glassEasel.Component.isComponent(element) ? element : undefined
  const dom = (): HTMLElement => domOfElement(element)
  const root = () => component?.getShadowRoot() ?? element.ownerShadowRoot
  const writeClasses = () => element.setNodeClass([...classes].join(' '), WXS_SEGMENT)

  return {
    selectComponent(selector) {
      const found = root()?.querySelector(selector)
      return found ? descriptorOf(found) : null
    },
    selectAllComponents: (selector) => (root()?.querySelectorAll(selector) ?? []).map(descriptorOf),
    setStyle: (style) => element.setNodeStyle(styleText(style), WXS_SEGMENT),
    addClass(...names) {
      for (const name of names) classes.add(name)
      writeClasses()
    },
    removeClass(...names) {
      for (const name of names) classes.delete(name)
      writeClasses()
    },
    hasClass: (name) => classes.has(name) || (element.classList?.contains(name) ?? false),
    getDataset: () => element.dataset,
    callMethod(name, argument) {
      const host = component ?? element.ownerShadowRoot?.getHostNode()
      const method = host && glassEasel.Component.getMethod(host, name)
      if (!method) throw new Error(`callMethod: the component has no method ${name}`)
      method.call(host.getMethodCaller(), argument)
    },
    requestAnimationFrame: (callback) => void window.requestAnimationFrame(callback),
    getState: () => state,
    triggerEvent: (name, detail, options) => element.triggerEvent(name, detail, options),
    getBoundingClientRect: () => inPage(dom().getBoundingClientRect()),
    getComputedStyle(names) {
      const style = window.getComputedStyle(dom())
      return Object.fromEntries(names.map((name) => [name, style.getPropertyValue(name)]))
    },
    setTimeout: (callback, ms) => window.setTimeout(callback, ms),
    clearTimeout: (handle) => window.clearTimeout(handle),
  }
}
