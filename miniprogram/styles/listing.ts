/** The states of a page that lists: its template shows them in this order. */
type View = { status: 'loading' } | { status: 'empty' } | { status: 'failed'; why: string } | { status: 'ready' }

/** Part of a list, and where the rest begins. `also` puts on the page what else the first answer says. */
export type Found<Row> = { rows: Row[]; next: string | null; also?(): void }

/** What the template of a page that lists is drawn from. */
export const listed = <Row>() => ({
  view: { status: 'loading' } as View,
  rows: [] as Row[],
  next: null as string | null,
  isMore: false,
  /** What went wrong while rows were on the page. */
  note: '',
})

/** A page that lists: `ask` is its own question, for the first rows or for those after a place. */
type Listing = {
  data: ReturnType<typeof listed>
  setData(change: object): void
  question: number
  ask(after?: string): Promise<Found<unknown>>
  refresh(): Promise<void>
}

/**
 * How a page lists and pages on, to be spread into its options beside `data: { ...listed<Row>() }` and its own `ask`; `wordsFor` says what
 * went wrong. An answer that comes after a newer question was asked is dropped. Rows on the page outlive a failure; the note says it.
 */
export const listing = (wordsFor: (error: unknown) => string) => ({
  question: 0,

  async refresh(this: Listing) {
    this.question += 1
    const { question } = this
    try {
      const { rows, next, also } = await this.ask()
      if (question !== this.question) return
      also?.()
      this.setData({ rows, next, note: '', view: { status: rows.length ? 'ready' : 'empty' } })
    } catch (error) {
      if (question !== this.question) return
      const why = wordsFor(error)
      this.setData(this.data.view.status === 'ready' ? { note: why } : { view: { status: 'failed', why } })
    }
  },

  async onPullDownRefresh(this: Listing) {
    await this.refresh()
    wx.stopPullDownRefresh()
  },

  async onReachBottom(this: Listing) {
    const { next, isMore } = this.data
    if (!next || isMore) return
    const { question } = this
    this.setData({ isMore: true })
    try {
      const more = await this.ask(next)
      if (question === this.question) this.setData({ rows: [...this.data.rows, ...more.rows], next: more.next })
    } catch (error) {
      if (question === this.question) this.setData({ note: wordsFor(error) })
    }
    this.setData({ isMore: false })
  },

  onRetry(this: Listing) {
    this.setData({ view: { status: 'loading' } })
    void this.refresh()
  },
})
