import { hasSession } from './api/call'
import { askPrivacyOnOurPage } from './privacy/ask'
import { sendBeats } from './study/beats'

App({
  onLaunch() {
    // Without a name WeChat takes the environment bound to this mini-program.
    wx.cloud.init()
    askPrivacyOnOurPage()
  },
  onShow() {
    // What was studied without a network is reported when the phone is looked at again.
    if (hasSession()) void sendBeats()
  },
})
