const TONES = 5

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
  data: { tone: 0, isBroken: false },
  observers: {
    title(title: string) {
      this.setData({ tone: toneOf(title) })
    },
    url() {
      if (this.data.isBroken) this.setData({ isBroken: false })
    },
  },
  methods: {
    onPictureError() {
      this.setData({ isBroken: true })
    },
  },
})
