import { words as own } from '../words'
import { box } from './dom'

const CHEVRON =
  '<svg viewBox="0 0 24 24" width="24" height="24" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">'
const BACK = `${CHEVRON}<path d="M15 5l-7 7 7 7"/></svg>`
const HOME = `${CHEVRON}<path d="M4 11l8-7 8 7v9h-5v-6H9v6H4z"/></svg>`

/** The bar above a page: a way back or home, the title, a spinner. */
export type NavBar = {
  element: HTMLElement
  title(): string
  setTitle(title: string): void
  setColors(colors: { frontColor: string; backgroundColor: string }): void
  setLoading(loading: boolean): void
  setLeft(left: 'back' | 'home' | 'none'): void
}

export function navBar(handlers: { onBack(): void; onHome(): void }): NavBar {
  const element = box('mp-nav')
  const left = box('mp-nav-left', element, 'button')
  const middle = box('mp-nav-title', element)
  const spinner = box('mp-spinner', middle, 'span')
  const text = box('', middle, 'span')
  spinner.hidden = true
  middle.setAttribute('role', 'heading')
  middle.setAttribute('aria-level', '1')
  left.addEventListener('click', () => (left.dataset.kind === 'back' ? handlers.onBack() : handlers.onHome()))
  return {
    element,
    title: () => text.textContent ?? '',
    setTitle: (title) => {
      text.textContent = title
    },
    setColors({ frontColor, backgroundColor }) {
      element.style.color = frontColor
      element.style.backgroundColor = backgroundColor
    },
    setLoading: (loading) => {
      spinner.hidden = !loading
    },
    setLeft(kind) {
      left.dataset.kind = kind
      left.hidden = kind === 'none'
      left.innerHTML = kind === 'back' ? BACK : HOME
      left.setAttribute('aria-label', kind === 'back' ? own().back : own().home)
    },
  }
}
