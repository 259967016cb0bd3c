import { drawn, drawnAfterError, NOTHING_DRAWN } from '../../pictures/sized'

const TONES = 5

/** How wide a cover is drawn at the most, in rpx. */
const ACROSS: Record<string, number> = { small: 288, medium: 328, large: 750 }

/** The same title always has the same tone. */
const toneOf = (title: string): number => [...title].reduce((sum, sign) => sum + (sign.codePointAt(0) ?? 0), 0) % TONES

/** A course's cover, 16:9: the teacher's picture, or one painted from the title (also when the picture cannot be fetched). */
Component({
  properties: {
    url: { type: String, value: '' },
    title: { type: String, value: '' },
    teacher: { type: String, value: '' },
    /** `small` in a row, `medium` in a tile, `large` across the page. */
    size: { type: String, value: 'medium' },
  },
  data: { ...NOTHING_DRAWN, tone: 0 },
  observers: {
    title(title: string) {
      this.setData({ tone: toneOf(title) })
    },
    'url, size'(url: string | null, size: string) {
      this.setData(drawn(this.data, url, ACROSS[size] ?? ACROSS.large ?? 0))
    },
  },
  methods: {
    onPictureError() {
      this.setData(drawnAfterError(this.data, this.data.url))
    },
  },
})
