import { words as own } from '../words'
import { make, makeButton, openSheet } from './sheet'

const MAX_SCALE = 5
const SWIPE_PX = 48

type Point = { x: number; y: number }

const apart = ([a, b]: Point[]): number => (a && b ? Math.hypot(a.x - b.x, a.y - b.y) : 0)

/** Full-screen pictures: pinch, wheel or double press to look closer, drag or arrow keys to turn, a press to leave. */
export function openPreview(overlay: HTMLElement, urls: string[], current: string): void {
  let index = Math.max(0, urls.indexOf(current))
  let scale = 1
  let offset: Point = { x: 0, y: 0 }
  const fingers = new Map<number, Point>()
  let start = { apart: 0, scale: 1, point: { x: 0, y: 0 }, offset: { x: 0, y: 0 } }
  let hasMoved = false

  const sheet = openSheet(overlay, { kind: 'full', label: own().preview, onMask: leave })
  sheet.panel.classList.add('wx-preview')
  const picture = make('img', 'wx-preview-picture')
  picture.alt = ''
  picture.draggable = false
  const count = make('div', 'wx-preview-count')
  sheet.panel.append(picture, count, makeButton('wx-preview-close', own().close, leave))

  function leave(): void {
    sheet.close()
  }
  function draw(): void {
    picture.style.transform = `translate(${offset.x}px, ${offset.y}px) scale(${scale})`
  }
  function show(next: number): void {
    index = Math.min(urls.length - 1, Math.max(0, next))
    scale = 1
    offset = { x: 0, y: 0 }
    picture.src = urls[index] ?? ''
    count.textContent = `${index + 1} / ${urls.length}`
    count.hidden = urls.length < 2
    draw()
  }
  function zoom(to: number): void {
    scale = Math.min(MAX_SCALE, Math.max(1, to))
    if (scale === 1) offset = { x: 0, y: 0 }
    draw()
  }
  const mark = (): void => {
    const [first] = fingers.values()
    start = { apart: apart([...fingers.values()]), scale, point: first ?? { x: 0, y: 0 }, offset }
  }
  picture.addEventListener('pointerdown', (event) => {
    picture.setPointerCapture(event.pointerId)
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY })
    if (fingers.size === 1) hasMoved = false
    mark()
  })
  picture.addEventListener('pointermove', (event) => {
    if (!fingers.has(event.pointerId)) return
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY })
    if (fingers.size > 1 && start.apart > 0) {
      hasMoved = true
      zoom((start.scale * apart([...fingers.values()])) / start.apart)
      return
    }
    const moved = { x: event.clientX - start.point.x, y: event.clientY - start.point.y }
    if (Math.hypot(moved.x, moved.y) > 6) hasMoved = true
    offset = scale > 1 ? { x: start.offset.x + moved.x, y: start.offset.y + moved.y } : { x: moved.x, y: 0 }
    draw()
  })
  const release = (event: PointerEvent): void => {
    fingers.delete(event.pointerId)
    if (fingers.size > 0) mark()
    if (fingers.size > 0 || scale > 1) return
    if (Math.abs(offset.x) > SWIPE_PX) show(index + (offset.x < 0 ? 1 : -1))
    offset = { x: 0, y: 0 }
    draw()
  }
  picture.addEventListener('pointerup', release)
  picture.addEventListener('pointercancel', release)
  picture.addEventListener('click', () => {
    if (!hasMoved && scale === 1) leave()
  })
  picture.addEventListener('dblclick', () => zoom(scale > 1 ? 1 : 2))
  sheet.panel.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault()
      zoom(scale * (event.deltaY < 0 ? 1.15 : 1 / 1.15))
    },
    { passive: false },
  )
  sheet.panel.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowRight') show(index + 1)
    if (event.key === 'ArrowLeft') show(index - 1)
  })
  show(index)
}
