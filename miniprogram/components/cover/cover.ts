import { isSamePicture, pictureFor } from '../../pictures/sized'

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
  data: { tone: 0, src: '', isBroken: false },
  observers: {
    title(title: string) {
      this.setData({ tone: toneOf(title) })
    },
    'url, size'(url: string | null, size: string) {
      const { src, isBroken } = this.data
      // A new link to the picture that is shown: fetching it again would cost the learner and flicker.
      if (url && src && !isBroken && isSamePicture(src, url)) return
      this.setData({ src: url ? pictureFor(url, ACROSS[size] ?? ACROSS.large ?? 0) : '', isBroken: false })
    },
  },
  methods: {
    /** A kept link may have run out, and a school may have nobody to size its pictures: the newest link is tried as it is. */
    onPictureError() {
      const { url, src } = this.data
      this.setData(url && src !== url ? { src: url } : { isBroken: true })
    },
  },
})
