import type { GeneralComponent, StyleSegmentIndex } from 'glass-easel'

/** How a built-in shows that it is pressed; times in ms. `none` shows nothing. */
type Hover = { hoverClass: string; hoverStartTime: number; hoverStayTime: number; disabled?: boolean }

/** The class segment that hover owns, as in core/hover.ts: an update of `class` must not wipe a passing state. */
const HOVER_SEGMENT = 2 as StyleSegmentIndex
/** A finger that went this far, in px, scrolls or drags; it no longer presses. */
const MOVED_PX = 10

/** Wears the hover class while a finger or a mouse button is down on the host, as `hover-class` says. */
export function hoverable(component: GeneralComponent, host: HTMLElement): void {
  const settings = (): Hover => component.data as Hover // the properties that button and navigator share
  let starting: ReturnType<typeof setTimeout> | undefined
  let staying: ReturnType<typeof setTimeout> | undefined
  let pressedAt: { x: number; y: number } | null = null

  const wear = (className: string): void => component.setNodeClass(className, HOVER_SEGMENT)
  const press = ({ clientX: x, clientY: y }: PointerEvent): void => {
    const { hoverClass, hoverStartTime, disabled } = settings()
    if (disabled || hoverClass === '' || hoverClass === 'none') return
    pressedAt = { x, y }
    clearTimeout(starting)
    clearTimeout(staying)
    starting = setTimeout(() => wear(hoverClass), hoverStartTime)
  }
  const release = (): void => {
    if (!pressedAt) return
    pressedAt = null
    clearTimeout(starting)
    staying = setTimeout(() => wear(''), settings().hoverStayTime)
  }
  host.addEventListener('pointerdown', press)
  host.addEventListener('pointermove', ({ clientX, clientY }) => {
    if (pressedAt && Math.hypot(clientX - pressedAt.x, clientY - pressedAt.y) > MOVED_PX) release()
  })
  for (const end of ['pointerup', 'pointercancel', 'pointerleave'] as const) host.addEventListener(end, release)
}
