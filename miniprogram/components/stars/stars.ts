import { tongues } from '../../words/speak'

const words = tongues({
  zh: { of: (stars: string) => `${stars} 星,满分 5 星` },
  en: { of: (stars) => `${stars} of 5 stars` },
})

/** Stars as given or on average: 4.6 is almost five. */
Component({
  properties: {
    value: { type: Number, value: 0 },
    /** In rpx, of each star. */
    size: { type: Number, value: 28 },
  },
  data: { percent: 0, label: '' },
  observers: {
    value(value: number) {
      this.setData({ percent: Math.round(value * 20), label: words().of(String(value)) })
    },
  },
})
