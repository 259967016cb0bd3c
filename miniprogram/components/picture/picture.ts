import { drawn, drawnAfterError, NOTHING_DRAWN } from '../../pictures/sized'

/** A picture of the school's storage, asked for in the size in which it is shown: `across` rpx. */
Component({
  properties: {
    url: { type: String, value: '' },
    across: { type: Number, value: 750 },
    mode: { type: String, value: 'widthFix' },
    label: { type: String, value: '' },
  },
  data: { ...NOTHING_DRAWN },
  observers: {
    'url, across'(url: string | null, across: number) {
      this.setData(drawn(this.data, url, across))
    },
  },
  methods: {
    onPictureError() {
      this.setData(drawnAfterError(this.data, this.data.url))
    },
  },
})
