import { box } from './dom'

const THRESHOLD_PX = 56
const SLOWDOWN = 0.45

/** Pull-down refresh of one page: the three dots above it, by finger, by mouse or by `wx.startPullDownRefresh`. */
export type PullDown = { start(): void; stop(): void; remove(): void }

export function pullDown(scroller: HTMLElement, onRefresh: () => void): PullDown {
  const dots = box('mp-refresh')
  dots.setAttribute('role', 'status')
  for (let i = 0; i < 3; i += 1) box('mp-refresh-dot', dots, 'span')
  scroller.before(dots)
  let from: number | undefined
  let pulled = 0
  let refreshing = false

  const draw = (px: number, animated: boolean) => {
    scroller.style.transition = animated ? 'transform 220ms ease-out' : 'none'
    scroller.style.transform = px > 0 ? `translateY(${px}px)` : ''
    dots.style.height = `${px}px`
    dots.classList.toggle('mp-refresh-running', refreshing)
  }
  const start = () => {
    if (refreshing) return
    refreshing = true
    draw(THRESHOLD_PX, true)
    onRefresh()
  }
  const stop = () => {
    refreshing = false
    draw(0, true)
  }

  const begin = (y: number) => {
    if (scroller.scrollTop <= 0 && !refreshing) from = y
  }
  const move = (y: number): boolean => {
    if (from === undefined) return false
    pulled = Math.max(0, (y - from) * SLOWDOWN)
    if (scroller.scrollTop > 0) pulled = 0
    draw(pulled, false)
    return pulled > 0
  }
  const end = () => {
    if (from === undefined) return
    from = undefined
    if (pulled >= THRESHOLD_PX) start()
    else draw(0, true)
    pulled = 0
  }

  scroller.addEventListener('touchstart', (event) => begin(event.touches[0]?.clientY ?? 0), { passive: true })
  scroller.addEventListener(
    'touchmove',
    (event) => {
      if (move(event.touches[0]?.clientY ?? 0) && event.cancelable) event.preventDefault()
    },
    { passive: false },
  )
  for (const type of ['touchend', 'touchcancel'] as const) scroller.addEventListener(type, end)
  scroller.addEventListener('mousedown', (event) => begin(event.clientY))
  const gone = new AbortController()
  const { signal } = gone
  window.addEventListener('mousemove', (event) => event.buttons === 1 && move(event.clientY), { signal })
  window.addEventListener('mouseup', end, { signal })
  return { start, stop, remove: () => gone.abort() }
}
