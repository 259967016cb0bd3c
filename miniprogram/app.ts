import { hasSession, whenSignedIn } from './api/call'
import { countUnread } from './messages/unread'
import { askPrivacyOnOurPage } from './privacy/ask'
import { noteArrival, SINGLE_PAGE, tellArrival } from './sharing/arrival'
import { learnMyCode } from './sharing/promoter'
import { sendBeats } from './study/beats'
import { sendNotes } from './study/notes'

/** What was studied and written without a network is told. */
function tellWhatWaits(): void {
  if (!hasSession()) return
  void sendBeats()
  void sendNotes()
}

/** What nobody waits for comes after the first screen. */
const QUIET_MS = 3000

App({
  onLaunch() {
    // Without a name WeChat takes the environment bound to this mini-program.
    wx.cloud.init()
    askPrivacyOnOurPage()
    whenSignedIn(() => void tellArrival())
    wx.onNetworkStatusChange(({ isConnected }) => {
      if (isConnected) tellWhatWaits()
    })
  },
  onShow({ query, scene }: WechatMiniprogram.App.LaunchShowOption) {
    // Inside the moments there is nobody to tell anything about.
    if (scene === SINGLE_PAGE) return
    noteArrival(query)
    tellWhatWaits()
    void tellArrival()
    setTimeout(() => {
      void learnMyCode()
      void countUnread()
    }, QUIET_MS)
  },
})
