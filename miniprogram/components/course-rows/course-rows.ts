import type { SearchHit } from '../../../core/contract/searchCourses'
import type { CourseCard } from '../../../core/contract/shapes'
import { changesAround, type Gap } from './window'

/** A row: a course, and where it was searched for, what was meant. */
export type Row = { card: CourseCard; marks?: string[]; passage?: SearchHit['passage'] }

/** A page of rows. One that is far from the screen is a gap of its height: a phone keeps about a hundred rows, however long the list. */
type Chunk = Gap & { rows: Row[] }

/** Up to so many pages everything stays drawn. */
const ALL_DRAWN = 5

/** What each list on the screen is watched by. */
const watchers = new WeakMap<object, WechatMiniprogram.IntersectionObserver[]>()

/**
 * A long list of courses. Its page calls `show` with the first page and `add` with each that follows; only what is new is sent to
 * the screen, by its place in the list.
 */
Component({
  data: { chunks: [] as Chunk[] },
  lifetimes: {
    detached() {
      this.rest()
    },
  },
  methods: {
    rest() {
      for (const watcher of watchers.get(this) ?? []) watcher.disconnect()
      watchers.set(this, [])
    },

    show(rows: Row[]) {
      this.rest()
      this.setData({ chunks: rows.length ? [{ rows, isDrawn: true, height: 0 }] : [] })
    },

    add(rows: Row[]) {
      const at = this.data.chunks.length
      const fresh: Chunk = { rows, isDrawn: true, height: 0 }
      this.setData({ [`chunks[${at}]`]: fresh }, () => {
        const count = this.data.chunks.length
        if (count <= ALL_DRAWN) return
        if (count === ALL_DRAWN + 1) for (let one = 0; one < at; one += 1) this.watch(one)
        this.watch(at)
        // Whoever fetched it stands at the end of what was there.
        this.drawAround(at - 1)
      })
    },

    watch(at: number) {
      const watcher = this.createIntersectionObserver({ thresholds: [0] })
      watchers.get(this)?.push(watcher)
      watcher
        .relativeToViewport({ top: 0, right: 0, bottom: 0, left: 0 })
        .observe(`#chunk-${at}`, ({ intersectionRatio }) => {
          if (intersectionRatio > 0) this.drawAround(at)
        })
    },

    /** Draws what is near this page, and leaves gaps for the rest, as high as they are. */
    drawAround(centre: number) {
      const { far, near } = changesAround(this.data.chunks, centre)
      if (near.length) this.setData(Object.fromEntries(near.map((at) => [`chunks[${at}].isDrawn`, true])))
      if (!far.length) return
      const query = this.createSelectorQuery()
      for (const at of far) query.select(`#chunk-${at}`).boundingClientRect()
      query.exec((boxes: (WechatMiniprogram.BoundingClientRectCallbackResult | null)[]) => {
        const measured = far.flatMap((at, n) => {
          const height = boxes[n]?.height
          return height ? [[`chunks[${at}].height`, height] as const, [`chunks[${at}].isDrawn`, false] as const] : []
        })
        if (measured.length) this.setData(Object.fromEntries(measured))
      })
    },
  },
})
