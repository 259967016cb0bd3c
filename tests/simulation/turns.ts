import type { Turn } from '../../platform/memory/turn'
import type { Dice } from './dice'

/**
 * Turns in an order that the dice decide. Every call to a port waits for one; once all that run have come to wait, one of them goes on.
 * So several functions are truly interleaved, and the same seed interleaves them in the same way.
 */
export function turns(dice: Dice, passed: () => void): Turn {
  const waiting: (() => void)[] = []
  let isAwake = false

  function next(): void {
    isAwake = false
    const at = dice.between(0, waiting.length - 1)
    const [go] = waiting.splice(at, 1)
    passed()
    go?.()
    if (waiting.length) wake()
  }

  /** Ticks run when no promise has anything left to do: then everybody who runs has come to wait. */
  function wake(): void {
    if (isAwake) return
    isAwake = true
    queueMicrotask(() => process.nextTick(next))
  }

  return () =>
    new Promise((resolve) => {
      waiting.push(resolve)
      wake()
    })
}
