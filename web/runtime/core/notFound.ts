import { words as own } from '../words'
import { pagesLayer } from './columnFrame'
import { box } from './dom'

/** Shown when the address names no page and the app has no answer of its own. Returns how to remove it. */
export function notFoundScreen(onHome: () => void): () => void {
  const element = box('mp-page mp-not-found', pagesLayer)
  box('mp-not-found-words', element).textContent = own().noPage
  const button = box('mp-not-found-home', element, 'button')
  button.textContent = own().home
  button.addEventListener('click', onHome)
  return () => element.remove()
}
