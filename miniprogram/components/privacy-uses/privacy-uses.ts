import { privacyWords } from '../../privacy/words'
import { speaks } from '../../styles/page'

/** What of the phone is used and why, as it is declared to WeChat. */
Component({
  behaviors: [speaks(privacyWords)],
  data: { uses: [] as { name: string; why: string }[] },
  observers: {
    lang() {
      this.setData({ uses: Object.values(privacyWords().uses) })
    },
  },
  lifetimes: {
    attached() {
      this.setData({ uses: Object.values(privacyWords().uses) })
    },
  },
})
