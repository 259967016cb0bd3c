/** Seconds of a lesson that were really played, without a jump. `from` equals `to` when only the position moved. */
export type Stretch = { from: number; to: number }

/** The player reports several times a second; at double speed a late report is still no jump. */
const LONGEST_STEP_SECONDS = 3

/** Turns a player's positions into the stretches that were played: a seek ends one and begins another. */
export class StretchKeeper {
  private closed: Stretch[] = []
  private open: Stretch | null = null
  private told: number | null = null

  /** The player stands here and is playing. */
  playing(at: number): void {
    if (this.open && at >= this.open.to && at - this.open.to <= LONGEST_STEP_SECONDS) this.open.to = at
    else this.begin(at)
  }

  /** The player was moved here: what lies between was not played. */
  moved(at: number): void {
    this.begin(at)
  }

  /** What has not been handed out yet. A bare position only when nothing was played and it has changed. */
  take(): Stretch[] {
    const open = this.open
    const played = [...this.closed, ...(open ? [{ ...open }] : [])].filter(({ from, to }) => to > from)
    const here = open?.to ?? null
    const last = played.length ? (played[played.length - 1]?.to ?? null) : this.told
    if (here !== null && here !== last && this.told !== null) played.push({ from: here, to: here })
    this.closed = []
    if (open) this.open = { from: open.to, to: open.to }
    if (here !== null) this.told = here
    return played
  }

  private begin(at: number): void {
    if (this.open && this.open.to > this.open.from) this.closed.push(this.open)
    this.open = { from: at, to: at }
    this.told ??= at
  }
}
