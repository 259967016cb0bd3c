import type { Element, GeneralComponent } from 'glass-easel'

type Drawn = Node & { __wxElement?: Element }

/** What an element is drawn in. glass-easel types its backends in general; ours is always the DOM. */
export const domOfElement = (element: Element | GeneralComponent): HTMLElement =>
  element.getBackendElement() as unknown as HTMLElement

/** The elements that draw a DOM node and what it stands in, from the inside out. */
export function* elementsAbove(node: Node | null): Generator<Element> {
  for (let at: Drawn | null = node; at; at = at.parentNode) if (at.__wxElement) yield at.__wxElement
}

/** The nearest of them. */
export const elementAt = (target: EventTarget | null): Element | undefined =>
  target instanceof Node ? elementsAbove(target).next().value : undefined
