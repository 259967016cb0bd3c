import { yuan } from '../../words/money'

/** A price: ¥9.9, or 免费 in willow. */
Component({
  properties: {
    fen: { type: Number, value: 0 },
    size: { type: String, value: 'medium' },
  },
  data: { digits: '' },
  observers: {
    fen(fen: number) {
      this.setData({ digits: fen > 0 ? yuan(fen) : '' })
    },
  },
})
