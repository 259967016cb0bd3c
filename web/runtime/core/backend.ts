import * as glassEasel from 'glass-easel'
import { columnWidth, inlineStyle, inPage } from './column'

/** Events that reach a page from the DOM itself; all others are sent by built-ins and by gestures.ts. */
const FROM_DOM = new Set(['transitionend', 'animationstart', 'animationiteration', 'animationend'])
const FROM_GLASS_EASEL = new Set(['tap', 'canceltap'])

/** `view` → `wx-view`: otherwise `<button>`, `<form>` or `<progress>` would be the browser's own. `h-div` stays HTML. */
const domTag = (tag: string): string =>
  tag.startsWith('h-') ? tag.slice(2) : tag.startsWith('wx-') ? tag : `wx-${tag}`

/** Called when a listener for a touch event is added, so that costly DOM listeners exist only when wanted. */
export type TouchInterest = (type: string) => void

/** glass-easel's DOM backend with WeChat's tag names, its event rules and the phone column's measures. */
export class PageBackend extends glassEasel.CurrentWindowBackendContext {
  onTouchInterest: TouchInterest = () => {}

  constructor() {
    super()
    const html = this.document
    this.document = {
      createElement: (tag) => html.createElement(domTag(tag)),
      createTextNode: (content) => html.createTextNode(content),
      createDocumentFragment: () => html.createDocumentFragment(),
    }
  }

  override getWindowWidth(): number {
    return columnWidth()
  }

  override setListenerStats(...args: Parameters<glassEasel.CurrentWindowBackendContext['setListenerStats']>): void {
    const [, type] = args
    if (FROM_DOM.has(type)) super.setListenerStats(...args)
    else if (type.startsWith('touch')) this.onTouchInterest(type)
  }

  override createIntersectionObserver(
    ...args: Parameters<glassEasel.CurrentWindowBackendContext['createIntersectionObserver']>
  ): ReturnType<glassEasel.CurrentWindowBackendContext['createIntersectionObserver']> {
    const [target, relative, margin, thresholds, listener] = args
    return super.createIntersectionObserver(target, relative, margin, thresholds, (status) => {
      listener({
        ...status,
        boundingClientRect: inPage(status.boundingClientRect),
        intersectionRect: inPage(status.intersectionRect),
        relativeRect: inPage(status.relativeRect ?? status.boundingClientRect),
      })
    })
  }
}

export const isBackendEvent = (type: string): boolean => FROM_DOM.has(type) || FROM_GLASS_EASEL.has(type)

type BoundingClientRect = glassEasel.Element['getBoundingClientRect']

/** Changes of glass-easel's elements that WeChat needs and version 0.12.1 lacks. */
export function patchElements(): void {
  const proto = glassEasel.Element.prototype
  const setNodeStyle = proto.setNodeStyle
  proto.setNodeStyle = function (style, index) {
    setNodeStyle.call(this, inlineStyle(style), index)
  }
  const setDataset = proto.setDataset
  proto.setDataset = function (name, value) {
    setDataset.call(this, name, value)
    const dom = this.getBackendElement() as unknown
    const plain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    if (dom instanceof HTMLElement && plain) dom.setAttribute(`data-${kebab(name)}`, String(value))
  }
  const setAttribute = proto.setAttribute
  proto.setAttribute = function (name, value) {
    if (name === 'aria-role') {
      const dom = this.getBackendElement() as unknown
      if (dom instanceof HTMLElement) giveRole(dom, String(value ?? ''))
      return
    }
    setAttribute.call(this, name, name.startsWith('aria-') ? spokenValue(value) : htmlValue(name, value))
    const dom = this.getBackendElement() as unknown
    if (name === 'aria-label' && dom instanceof HTMLElement) nameControl(dom, String(value ?? ''))
  }
  const getBoundingClientRect: BoundingClientRect = proto.getBoundingClientRect
  proto.getBoundingClientRect = function (callback) {
    getBoundingClientRect.call(this, (rect) => callback(inPage(rect)))
  }
}

const CONTROL = '[role="switch"], [role="checkbox"], [role="radio"], [role="slider"]'

/** A label on what wraps one control names the control: a component draws it where the page cannot reach. */
export function nameControl(wrapper: HTMLElement, label: string): void {
  if (label === '') return
  queueMicrotask(() => {
    const [control, another] = wrapper.matches(CONTROL) ? [wrapper] : wrapper.querySelectorAll(CONTROL)
    if (control && !another) control.setAttribute('aria-label', label)
  })
}

const htmlValue = (name: string, value: unknown): unknown => (name === 'hidden' ? Boolean(value) : value)

/** In HTML `aria-checked` alone says nothing: it is `true` or `false` in letters. An empty one is none. */
const spokenValue = (value: unknown): unknown =>
  typeof value === 'boolean' ? String(value) : value === '' || value === null || value === undefined ? false : value

/** WeChat's `aria-role` is the web's `role`; what can be pressed can be reached by the keyboard. */
function giveRole(dom: HTMLElement, role: string): void {
  if (role === '') dom.removeAttribute('role')
  else dom.setAttribute('role', role)
  if (/^(button|link|tab|checkbox|radio|switch|option|menuitem)$/.test(role)) dom.tabIndex = 0
}

const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
