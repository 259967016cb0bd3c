/** The template compiler's own helpers, given by the build (web/build/runtime.ts). */
declare module 'template-runtime' {
  export const X: unknown
  export const Y: unknown
  export const Z: unknown
  export const P: unknown
  export const Q: Record<string, unknown>
  export const D: (id: string, load: (...args: never[]) => void) => () => Record<string, unknown>
}
