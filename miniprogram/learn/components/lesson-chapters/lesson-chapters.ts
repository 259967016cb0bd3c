import type { Chapter } from '../../../../core/contract/shapes'
import { clockOf } from '../../../words/time'

type Row = { at: number; clock: string; title: string; left: number }

/** The chapters of a film or sound: marks on a line, and names to go to (`jump` with `at` seconds). */
Component({
  properties: {
    chapters: { type: Array, value: [] as Chapter[] },
    durationSeconds: { type: Number, value: 0 },
    /** Where the player stands, seconds. */
    at: { type: Number, value: 0 },
  },
  data: { rows: [] as Row[], current: -1, percent: 0 },
  observers: {
    'chapters, durationSeconds'(chapters: Chapter[], durationSeconds: number) {
      this.setData({
        rows: chapters.map(({ at, title }) => ({
          at,
          title,
          clock: clockOf(at),
          left: durationSeconds > 0 ? (at / durationSeconds) * 100 : 0,
        })),
      })
    },
    'at, rows'(at: number, rows: Row[]) {
      const next = rows.findIndex((row) => row.at > at)
      const current = next < 0 ? rows.length - 1 : next - 1
      const { durationSeconds } = this.data
      const percent = durationSeconds > 0 ? Math.min(100, Math.round((at / durationSeconds) * 1000) / 10) : 0
      if (current !== this.data.current || percent !== this.data.percent) this.setData({ current, percent })
    },
  },
  methods: {
    onChapterTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
      this.triggerEvent('jump', { at: Number(currentTarget.dataset.at) })
    },
  },
})
