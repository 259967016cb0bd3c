import type { Quality } from '../../core/contract/shapes'

export type Rendition = { quality: Quality; url: string }

/** Fine on a phone's screen; more lines are for those who ask for them. */
const ENOUGH: Quality = '720p'
/** A film that stops this often in this time, or this long at once, is too large for the line. */
const STALLS = 2
const WITHIN_MS = 20_000
const LONG_STALL_MS = 5000

/** The film to begin with: what was chosen by hand, else one that fits a phone and its network. The best come first. */
export function firstOf(films: Rendition[], chosen: Quality | '', isWeak: boolean): Rendition | undefined {
  const wanted = films.find(({ quality }) => quality === chosen)
  if (wanted) return wanted
  if (isWeak) return films[films.length - 1]
  return films.find(({ quality }) => quality === ENOUGH) ?? films[0]
}

/** The next smaller film; undefined when this is the smallest. */
export const smallerThan = (films: Rendition[], now: Quality): Rendition | undefined =>
  films[films.findIndex(({ quality }) => quality === now) + 1]

/** Networks on which the smallest film is the kind choice. */
export const isWeakNetwork = (networkType: string): boolean => networkType === '2g' || networkType === '3g'

/** Watches how often a film stops to load. */
export class Stalls {
  private began: number[] = []
  private since: number | null = null

  /** The film stops to load at `now`, ms. */
  stops(now: number): void {
    if (this.since !== null) return
    this.since = now
    this.began = [...this.began.filter((at) => now - at < WITHIN_MS), now]
  }

  /** It goes on. */
  goesOn(): void {
    this.since = null
  }

  /** Somebody jumped or chose another film: that stop is nobody's fault. */
  forget(): void {
    this.since = null
    this.began = []
  }

  /** Whether the line is too weak for this film. */
  isTooMuch(now: number): boolean {
    const isLong = this.since !== null && now - this.since >= LONG_STALL_MS
    return isLong || this.began.filter((at) => now - at < WITHIN_MS).length > STALLS
  }
}
