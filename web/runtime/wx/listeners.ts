/** A pair of `wx.onX` and `wx.offX`: `offX()` without a listener takes all away, as in WeChat. */
export class Listeners<Detail> {
  readonly #all = new Set<(detail: Detail) => void>()

  readonly on = (listener: unknown): void => {
    // Pages hand over functions; anything else is their mistake and is named.
    if (typeof listener !== 'function') throw new TypeError('the listener should be a function')
    this.#all.add(listener as (detail: Detail) => void)
  }
  readonly off = (listener?: unknown): void => {
    if (listener === undefined) this.#all.clear()
    else this.#all.delete(listener as (detail: Detail) => void)
  }
  tell(detail: Detail): void {
    for (const listener of [...this.#all]) listener(detail)
  }
}
