/** A document as a reader goes through it: each page has its own stretch of the reading time. */
export type Sheet = { seconds: number }

/** Where a page's stretch begins, seconds. */
export const startOfPage = (pages: readonly Sheet[], page: number): number =>
  pages.slice(0, page).reduce((sum, { seconds }) => sum + seconds, 0)

/** The page on which `at` seconds of reading time lie; the last one at the end. */
export function pageAt(pages: readonly Sheet[], at: number): number {
  let end = 0
  const found = pages.findIndex(({ seconds }) => {
    end += seconds
    return at < end
  })
  return found < 0 ? Math.max(0, pages.length - 1) : found
}

/** A reader is credited at most this many seconds of reading time per second. */
const FASTEST = 2

/**
 * What was read of each page: looking at one for `elapsed` seconds reads so much of it, and no more than is on it. A page once
 * read stays read, in whatever order they are looked at.
 */
export class PageReader {
  private readonly read: number[]

  constructor(private readonly pages: readonly Sheet[]) {
    this.read = pages.map(() => 0)
  }

  /** Page `page` is looked at. Answers the stretch of the whole reading time that this added; null when the page was read before. */
  look(page: number, elapsed: number): { from: number; to: number } | null {
    const seconds = this.pages[page]?.seconds
    const before = this.read[page]
    if (seconds === undefined || before === undefined || before >= seconds) return null
    const after = Math.min(seconds, before + elapsed * FASTEST)
    this.read[page] = after
    const start = startOfPage(this.pages, page)
    return { from: start + before, to: start + after }
  }
}
