import * as glassEasel from 'glass-easel'
import { component as adapter } from 'glass-easel-miniprogram-adapter'
import type { Instance } from '../engine'
import { inPage } from './column'
import { domOfElement } from './elements'

/** What a query may ask of a node, as `NodesRef.fields` takes it. */
export type Fields = {
  id?: boolean
  dataset?: boolean
  mark?: boolean
  rect?: boolean
  size?: boolean
  scrollOffset?: boolean
  properties?: string[]
  computedStyle?: string[]
  context?: boolean
  node?: boolean
}

type Answer = Record<string, unknown>
type Callback = (result: unknown) => void
type Ask = { read(): unknown; callback: Callback }

const RECT: Fields = { id: true, dataset: true, rect: true, size: true }
const SCROLL: Fields = { id: true, dataset: true, scrollOffset: true }
const ignore: Callback = () => {}

/**
 * `createSelectorQuery()`. The adapter's own lacks `node`, `context` and `computedStyle` and measures from the window,
 * not from the page.
 */
class SelectorQuery {
  private readonly asks: Ask[] = []
  constructor(private scope: Instance) {}

  in(scope: Instance): this {
    this.scope = scope
    return this
  }
  select(selector: string) {
    const { scope } = this
    return this.nodes((fields) => {
      const found = rootOf(scope)?.querySelector(selector)
      return found ? answerOf(found, fields) : null
    })
  }
  selectAll(selector: string) {
    const { scope } = this
    return this.nodes((fields) => (rootOf(scope)?.querySelectorAll(selector) ?? []).map((one) => answerOf(one, fields)))
  }
  selectViewport() {
    return this.nodes(viewportAnswer)
  }
  /** Answers come in the order they were asked for, after the page has been laid out. */
  exec(callback: (results: unknown[]) => void = ignore): this {
    const asks = this.asks.splice(0)
    setTimeout(() => {
      const results = asks.map(({ read }) => read())
      for (const [index, ask] of asks.entries()) ask.callback(results[index])
      callback(results)
    }, 0)
    return this
  }

  private nodes(read: (fields: Fields) => unknown) {
    const ask = (fields: Fields, callback: Callback = ignore): this => {
      this.asks.push({ read: () => read(fields), callback })
      return this
    }
    return {
      boundingClientRect: (callback?: Callback) => ask(RECT, callback),
      scrollOffset: (callback?: Callback) => ask(SCROLL, callback),
      context: (callback?: Callback) => ask({ context: true }, callback),
      node: (callback?: Callback) => ask({ node: true }, callback),
      fields: ask,
    }
  }
}

const rootOf = (scope: Instance): glassEasel.ShadowRoot | null => scope._$.getShadowRoot()

/** Calls a method that a built-in offers to queries (`nodeOf`, `contextOf`). */
function offer(element: glassEasel.Element, method: string): unknown {
  if (!glassEasel.Component.isComponent(element)) return null
  return glassEasel.Component.getMethod(element, method)?.call(element.getMethodCaller()) ?? null
}

function answerOf(element: glassEasel.Element, fields: Fields): Answer {
  const dom = domOfElement(element)
  const answer: Answer = {}
  if (fields.id) answer.id = element.id
  if (fields.dataset) answer.dataset = { ...element.dataset }
  if (fields.mark) answer.mark = element.collectMarks()
  if (fields.rect || fields.size) Object.assign(answer, boxOf(dom, fields))
  if (fields.scrollOffset) Object.assign(answer, scrollOf(scrollerIn(dom)))
  if (fields.context) answer.context = offer(element, 'contextOf')
  if (fields.node) answer.node = offer(element, 'nodeOf')
  const data = glassEasel.Component.isComponent(element) ? (element.data as Record<string, unknown>) : {}
  for (const name of fields.properties ?? []) if (name in data) answer[name] = data[name]
  const style = fields.computedStyle && window.getComputedStyle(dom)
  for (const name of fields.computedStyle ?? []) answer[name] = style?.getPropertyValue(kebab(name))
  return answer
}

const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

function boxOf(dom: HTMLElement, { rect, size }: Fields): Answer {
  const { left, top, right, bottom, width, height } = inPage(dom.getBoundingClientRect())
  return { ...(rect ? { left, top, right, bottom } : {}), ...(size ? { width, height } : {}) }
}

/** A built-in scrolls an element of its own inside its host. */
const scrollerIn = (dom: HTMLElement): HTMLElement => dom.querySelector<HTMLElement>(':scope > [data-scroller]') ?? dom

const scrollOf = ({ scrollLeft, scrollTop, scrollWidth, scrollHeight }: HTMLElement): Answer => ({
  scrollLeft,
  scrollTop,
  scrollWidth,
  scrollHeight,
})

function viewportAnswer(fields: Fields): Answer {
  const scroller = document.querySelector<HTMLElement>('.mp-page:not([hidden]) > .mp-body > .mp-scroll')
  if (!scroller) return {}
  const { clientWidth: width, clientHeight: height } = scroller
  return {
    ...(fields.id ? { id: '' } : {}),
    ...(fields.dataset ? { dataset: {} } : {}),
    ...(fields.rect ? { left: 0, top: 0, right: width, bottom: height } : {}),
    ...(fields.size ? { width, height } : {}),
    ...(fields.scrollOffset ? scrollOf(scroller) : {}),
  }
}

/** Gives every page and component this query instead of the adapter's. */
export function installSelectorQuery(): void {
  Object.assign(adapter.ComponentCaller.prototype, {
    createSelectorQuery(this: Instance) {
      return new SelectorQuery(this)
    },
  })
}
