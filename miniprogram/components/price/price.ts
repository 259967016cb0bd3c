import { buyingShut } from '../../device/channel'
import { speaks } from '../../styles/page'
import { yuan } from '../../words/money'
import { tongues } from '../../words/speak'

const words = tongues({ zh: { free: '免费' }, en: { free: 'Free' } })

/** A price: ¥9.9, or 免费 in willow. Where nothing may be sold, what is not free has no price. */
Component({
  behaviors: [speaks(words)],
  properties: {
    fen: { type: Number, value: 0 },
    size: { type: String, value: 'medium' },
  },
  data: { digits: '', isFree: true },
  observers: {
    fen(fen: number) {
      this.setData({ digits: fen > 0 && !buyingShut() ? yuan(fen) : '', isFree: fen === 0 })
    },
  },
})
