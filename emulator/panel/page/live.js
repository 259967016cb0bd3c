// @ts-check
import { Refusal } from './desk.js'

const EVERY_MS = 2_000

/**
 * What a view is asked to show: nothing yet, what was answered, or why not (with the last answer, when there was one).
 * @template T
 * @typedef {{ answer?: T, refusal?: Refusal }} Seen
 */

/**
 * Asks now and then every two seconds, while the page is seen. One question at a time; a slow answer delays the next.
 * @template T
 * @param {() => Promise<T>} load
 * @param {(seen: Seen<T>) => void} paint
 */
export function live(load, paint) {
  /** @type {Seen<T>} */
  let seen = {}
  let stopped = false
  let asking = false
  let again = false
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer

  async function turn() {
    clearTimeout(timer)
    if (asking) {
      again = true // what is being answered may be older than what was just done
      return
    }
    asking = true
    again = false
    try {
      seen = { answer: await load() }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      seen = { ...seen, refusal: error }
    } finally {
      asking = false
    }
    if (stopped) return
    paint(seen)
    if (again) void turn()
    else if (!document.hidden) timer = setTimeout(turn, EVERY_MS)
  }

  const seenAgain = () => {
    if (document.hidden) clearTimeout(timer)
    else void turn()
  }
  document.addEventListener('visibilitychange', seenAgain)
  paint(seen)
  void turn()

  return {
    /** Asks at once. */
    refresh: turn,
    /** Shows again what is known, because the view itself has changed. */
    repaint: () => paint(seen),
    stop() {
      stopped = true
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', seenAgain)
    },
  }
}
