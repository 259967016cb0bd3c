import type { Element, GeneralComponent, typeUtils } from 'glass-easel'
import type { Engine } from '../engine'

/** The properties of a built-in as its code reads them, after WeChat's coercion by type. */
export type Values<Property extends typeUtils.PropertyList> = typeUtils.DataWithPropertyValues<
  typeUtils.Empty,
  Property
>

/** What a form asks of a control. */
export type Field = {
  /** Null keeps the control out of the form's answer. */
  name(): string | null
  value(): unknown
  reset(): void
}

/** The live half of one built-in on the page: it draws its properties into real DOM. */
export type Part<Property extends typeUtils.PropertyList> = {
  /** Called when the component arrives and after each change of its properties. Drawing twice must be harmless. */
  draw?(values: Values<Property>): void
  detached?(): void
  /** Answers `selectorQuery().fields({ node: true })`. */
  node?(): unknown
  /** Answers `selectorQuery().context()`. */
  context?(): unknown
  /** Present in the controls that a form collects. */
  field?: Field
  /** What a tap on the control's label does. */
  activate?(): void
}

type AnyPart = { node?(): unknown; context?(): unknown; field?: Field; activate?(): void }

const partsByHost = new WeakMap<globalThis.Element, AnyPart>()

/** The live half of the built-in drawn in `host`; undefined for any other element. */
export const partAt = (host: globalThis.Element): AnyPart | undefined => partsByHost.get(host)

const propertyNames = new Map<string, ReadonlySet<string>>()

const camelOf = (attribute: string): string => attribute.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())

/** Whether a built-in with a behaviour has this property, as it is written in a template. */
export const hasProperty = (name: string, attribute: string): boolean =>
  propertyNames.get(name)?.has(camelOf(attribute)) ?? false

/** Defines one built-in: `mount` builds its live half when a component is created. */
export function builtIn<Property extends typeUtils.PropertyList>(
  engine: Engine,
  name: string,
  properties: Property,
  mount: (component: GeneralComponent, host: HTMLElement) => Part<Property>,
): void {
  propertyNames.set(name, new Set(Object.keys(properties)))
  const parts = new WeakMap<object, { part: Part<Property>; isThere: boolean }>()
  const draw = (component: object, values: unknown): void => {
    const held = parts.get(component)
    // glass-easel types `data` from the definition it cannot see through this generic; the properties are the ones above.
    if (held?.isThere) held.part.draw?.(values as Values<Property>)
  }
  engine.defineBuiltIn(name, {
    properties,
    lifetimes: {
      created() {
        const component = this.general()
        // A page may set data after it was closed, when an answer comes late; what that would draw stands nowhere.
        if (!component.getBackendElement()) return
        const host = engine.domOf(component)
        const part = mount(component, host)
        parts.set(this, { part, isThere: false })
        partsByHost.set(host, part)
      },
      attached() {
        const held = parts.get(this)
        if (held) held.isThere = true
        draw(this, this.data)
      },
      detached() {
        parts.get(this)?.part.detached?.()
      },
    },
    observers: {
      '**'() {
        draw(this, this.data)
      },
    },
    methods: {
      nodeOf(): unknown {
        return parts.get(this)?.part.node?.() ?? null
      },
      contextOf(): unknown {
        return parts.get(this)?.part.context?.() ?? null
      },
    },
  })
}

/** Appends a plain element to a built-in's host, unseen by the component tree. */
export function append<Tag extends keyof HTMLElementTagNameMap>(
  host: HTMLElement,
  tag: Tag,
  className = '',
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag)
  if (className) element.className = className
  host.append(element)
  return element
}

/** An element that wears classes and styles as the component's owner wrote them (`placeholder-class`, `indicator-style` …). */
export type Dressed = { element: HTMLElement; dress(className: string, style: string): void }

/** Makes such an element; the engine itself works out which component's style sheet reaches it. */
export function dressed(component: GeneralComponent, fixedClass: string): Dressed {
  const owner = component.ownerShadowRoot
  const node: Element | undefined = owner?.createNativeNode('view')
  const drawn = node?.getBackendElement()
  // In the DOM backend a backend element is an element of the page.
  const element = drawn ? (drawn as unknown as HTMLElement) : document.createElement('div')
  element.classList.add(fixedClass)
  return {
    element,
    dress(className, style) {
      node?.setNodeClass(className)
      node?.setNodeStyle(style)
      element.classList.add(fixedClass)
    },
  }
}

/** Mirrors a switch into the host's attributes, where the style sheet reads it. */
export const mark = (host: HTMLElement, name: string, isOn: boolean): void => {
  host.toggleAttribute(name, isOn)
}

/** Tells what a built-in is and lets Tab reach it; core turns Enter and Space on it into a tap. */
export function reachable(host: HTMLElement, role: 'button' | 'link' | 'checkbox' | 'radio' | 'switch'): void {
  host.setAttribute('role', role)
  host.tabIndex = 0
}

/** A CSS length as WeChat's properties allow it: a number is px, text may be in px or rpx. */
export function lengthOf(engine: Engine, value: unknown): string {
  if (typeof value === 'number') return `${value}px`
  const text = String(value ?? '').trim()
  if (/^-?\d+(\.\d+)?$/.test(text)) return `${text}px`
  return text.replace(/(-?\d+(?:\.\d+)?)rpx/g, (_, number: string) => `${engine.rpxToPx(Number(number))}px`)
}
