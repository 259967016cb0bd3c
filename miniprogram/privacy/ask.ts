type Answer = { event: 'agree'; buttonId: string } | { event: 'disagree' }
type Resolve = (answer: Answer) => void

const GUIDE = '/account/pages/guide/guide'

let waiting: Resolve[] = []

/** What the person said to whatever is waiting for it. */
export function answerPrivacy(answer: Answer): void {
  const asked = waiting
  waiting = []
  for (const resolve of asked) resolve(answer)
}

/**
 * Shows the guide whenever WeChat needs a consent, on whatever page. Without this WeChat would show a sheet of its own; ours says
 * what each thing is used for.
 */
export function askPrivacyOnOurPage(): void {
  if (!wx.onNeedPrivacyAuthorization) return // WeChat older than 8.0.42 asks by itself
  wx.onNeedPrivacyAuthorization((resolve) => {
    waiting.push(resolve as unknown as Resolve) // WeChat's types know no answer
    if (waiting.length > 1) return
    wx.navigateTo({ url: GUIDE, fail: () => answerPrivacy({ event: 'disagree' }) })
  })
}
