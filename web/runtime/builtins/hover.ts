import type { GeneralComponent, StyleSegmentIndex } from 'glass-easel'

/** How a built-in shows that it is pressed; times in ms. `none` shows nothing. */
export type Hover = { className: string; startMs: number; stayMs: number; isOff: boolean }

/** glass-easel keeps classes in segments; this one is free for passing states, so that `class` updates do not wipe them. */
const PASSING = 3 as StyleSegmentIndex

/** Adds the hover class while a finger or a mouse button is down on the host, as `hover-class` does. */
export function hoverable(component: GeneralComponent, host: HTMLElement, current: () => Hover): void {
  let starting: ReturnType<typeof setTimeout> | undefined
  let staying: ReturnType<typeof setTimeout> | undefined
  let worn = ''

  const wear = (className: string, isOn: boolean): void => {
    for (const name of className.split(/\s+/).filter(Boolean)) component.toggleNodeClass(name, isOn, PASSING)
  }
  const press = (): void => {
    const { className, startMs, isOff } = current()
    if (isOff || !className || className === 'none') return
    clearTimeout(starting)
    clearTimeout(staying)
    starting = setTimeout(() => {
      worn = className
      wear(className, true)
    }, startMs)
  }
  const release = (): void => {
    clearTimeout(starting)
    if (!worn) return
    clearTimeout(staying)
    staying = setTimeout(() => {
      wear(worn, false)
      worn = ''
    }, current().stayMs)
  }
  host.addEventListener('pointerdown', press)
  for (const end of ['pointerup', 'pointercancel', 'pointerleave'] as const) host.addEventListener(end, release)
}
