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
export type ExportedAnimation = { actions: Step[] }

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
    export(): ExportedAnimation {
      const exported = { actions }
      actions = []
      return exported
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

/** Plays an exported animation on an element, step after step, by CSS transitions. */
export function play(element: HTMLElement, { actions }: ExportedAnimation): void {
  const [action, ...rest] = actions
  if (!action) return
  const { styles, transforms, duration, delay, timingFunction, transformOrigin } = action
  element.style.transition = `all ${duration}ms ${timingFunction} ${delay}ms`
  element.style.transformOrigin = transformOrigin
  if (transforms.length > 0) element.style.transform = transforms.join(' ')
  Object.assign(element.style, styles)
  setTimeout(() => play(element, { actions: rest }), duration + delay)
}
