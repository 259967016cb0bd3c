import type { Facts } from './api'

/** One keyframe of an exported animation: CSS properties (camelCase) and its timing in ms. */
export type Step = {
  styles: Record<string, string>
  transforms: string[]
  duration: number
  delay: number
  timingFunction: string
  transformOrigin: string
}
type Steps = { actions: Step[] }

const px = (value: unknown): string => (typeof value === 'number' ? `${value}px` : String(value))
const LENGTHS = ['width', 'height', 'top', 'left', 'right', 'bottom'] as const
const MOVES = ['translate', 'translateX', 'translateY', 'translateZ', 'translate3d'] as const
const TURNS = ['rotate', 'rotateX', 'rotateY', 'rotateZ', 'skew', 'skewX', 'skewY'] as const
const PLAIN = ['scale', 'scaleX', 'scaleY', 'scaleZ', 'scale3d', 'matrix', 'matrix3d'] as const

/** `wx.createAnimation`: collects steps; `export()` hands them over and starts anew. */
export function createAnimation(options: Facts = {}) {
  const defaults = {
    duration: 400,
    delay: 0,
    timingFunction: 'linear',
    transformOrigin: '50% 50% 0',
    ...options,
  }
  let actions: Step[] = []
  let styles: Record<string, string> = {}
  let transforms: string[] = []

  const animation: Record<string, (...args: never[]) => unknown> = {
    step(given: Facts = {}) {
      actions.push({ styles, transforms, ...defaults, ...given })
      styles = {}
      // Transforms carry over from step to step, as WeChat's do.
      transforms = [...transforms]
      return animation
    },
    /** Opaque to pages, as in WeChat; as text it survives `setData` and reaches the element's attribute whole. */
    export(): string {
      const exported: Steps = { actions }
      actions = []
      return JSON.stringify(exported)
    },
    opacity(value: number) {
      styles.opacity = String(value)
      return animation
    },
    backgroundColor(value: string) {
      styles.backgroundColor = value
      return animation
    },
  }
  for (const name of LENGTHS) {
    animation[name] = (value: unknown) => {
      styles[name] = px(value)
      return animation
    }
  }
  const transform = (names: readonly string[], unit: (value: unknown) => string) => {
    for (const name of names) {
      animation[name] = (...values: unknown[]) => {
        transforms = [
          ...transforms.filter((held) => !held.startsWith(`${name}(`)),
          `${name}(${values.map(unit).join(', ')})`,
        ]
        return animation
      }
    }
  }
  transform(MOVES, px)
  transform(TURNS, (value) => `${value}deg`)
  transform(PLAIN, String)
  return animation
}

/** Plays the steps on an element, one after the other, by CSS transitions. */
function play(element: HTMLElement, [step, ...rest]: Step[]): void {
  if (!step) return
  const { styles, transforms, duration, delay, timingFunction, transformOrigin } = step
  element.style.transition = `all ${duration}ms ${timingFunction} ${delay}ms`
  element.style.transformOrigin = transformOrigin
  if (transforms.length > 0) element.style.transform = transforms.join(' ')
  Object.assign(element.style, styles)
  setTimeout(() => play(element, rest), duration + delay)
}

function playAttribute(element: Element): void {
  const text = element.getAttribute('animation')
  if (!(element instanceof HTMLElement) || !text?.startsWith('{')) return
  const { actions }: Steps = JSON.parse(text)
  play(element, actions)
}

/** Plays whatever `animation="{{…}}"` puts on an element of the pages, from now on. */
export function watchAnimations(pages: HTMLElement): void {
  const watch = new MutationObserver((records) => {
    for (const { type, target, addedNodes } of records) {
      if (type === 'attributes' && target instanceof Element) playAttribute(target)
      for (const node of addedNodes) {
        if (!(node instanceof Element)) continue
        for (const element of [node, ...node.querySelectorAll('[animation]')]) playAttribute(element)
      }
    }
  })
  watch.observe(pages, { subtree: true, childList: true, attributes: true, attributeFilter: ['animation'] })
}
