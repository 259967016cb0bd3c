import type { template } from 'glass-easel'
import { D, P, Q, X, Y, Z } from 'template-runtime'
import { wrapChangeListener, wrapEventListener } from './wxs'

type Generator = template.ComponentTemplate['content']
type Parts = { X: unknown; Y: unknown; Z: unknown; P: unknown; Q: unknown; D: unknown; G: object; R: object }

const generators: Record<string, Generator> = {}
const scripts: Record<string, () => object> = {}

// What a template calls when it binds a `change:` listener (A) and when an event reaches a handler (C).
Q.A = wrapChangeListener
Q.C = wrapEventListener

/** Functions of WXS modules are marked: a handler such as `{{disabled || m.drag}}` carries no other sign. */
function marked(exports: Record<string, unknown>): object {
  for (const value of Object.values(exports)) if (typeof value === 'function') Object.assign(value, { __wxs: true })
  return exports
}

const defineScript = (id: string, load: (...args: never[]) => void): (() => object) => {
  const run = D(id, load)
  return () => marked(run())
}

/** Registers a compiled template. It is built when first drawn: chunks load in any order. */
export function addTemplate(id: string, build: (parts: Parts) => Generator): void {
  let built: Generator | undefined
  Object.defineProperty(generators, id, {
    enumerable: true,
    configurable: true,
    get: () => {
      built ??= build({ X, Y, Z, P, Q, D: defineScript, G: generators, R: scripts })
      return built
    },
  })
}

/** Registers a WXS module of its own file. */
export function addScript(id: string, load: (...args: never[]) => void): void {
  scripts[id] = defineScript(id, load)
}

/** What glass-easel draws a component from. */
export const templateOf = (id: string): template.ComponentTemplate =>
  ({
    groupList: generators,
    content: (name: string) => generators[id]?.(name),
    // `bindtap="x"` without a colon compiles to a property; on `view` it must still listen.
    fallbackListenerOnNativeNode: true,
  }) as template.ComponentTemplate
