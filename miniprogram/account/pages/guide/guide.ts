import { answerPrivacy } from '../../../privacy/ask'
import { privacyWords } from '../../../privacy/words'
import { page } from '../../../styles/page'
import { guideWords } from './words'

/** WeChat's own button must have this id, so that the agreement is told to come from it. */
const AGREE = 'agree-privacy'

/** WeChat asks for consent to its privacy guide before an interface touches what it knows of a person. */
Page({
  behaviors: [page(guideWords)],

  data: { uses: [] as { name: string; why: string }[] },

  onLoad() {
    this.setData({ uses: Object.values(privacyWords().uses) })
  },

  /** Leaving without a word is a no: what waits must not wait for ever. */
  onUnload() {
    answerPrivacy({ event: 'disagree' })
  },

  onReadTap() {
    wx.openPrivacyContract({})
  },

  onAgreed() {
    answerPrivacy({ event: 'agree', buttonId: AGREE })
    void wx.navigateBack()
  },

  onLaterTap() {
    void wx.navigateBack()
  },
})
