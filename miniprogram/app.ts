import { hasSession, whenSignedIn } from './api/call'
import { countUnread } from './messages/unread'
import { askPrivacyOnOurPage } from './privacy/ask'
import { noteArrival, SINGLE_PAGE, tellArrival } from './sharing/arrival'
import { learnMyCode } from './sharing/promoter'
import { sendBeats } from './study/beats'

/** What nobody waits for comes after the first screen. */
const QUIET_MS = 3000

App({
  onLaunch() {
    // Without a name WeChat takes the environment bound to this mini-program.
    wx.cloud.init()
    askPrivacyOnOurPage()
    whenSignedIn(() => void tellArrival())
  },
  onShow({ query, scene }: WechatMiniprogram.App.LaunchShowOption) {
    // Inside the moments there is nobody to tell anything about.
    if (scene === SINGLE_PAGE) return
    noteArrival(query)
    // What was studied without a network is reported when the phone is looked at again.
    if (hasSession()) void sendBeats()
    void tellArrival()
    setTimeout(() => {
      void learnMyCode()
      void countUnread()
    }, QUIET_MS)
  },
})
