import { tongues } from '../words/speak'

/** The buttons of WeChat's dialog hold four characters at the most. */
const words = tongues({
  zh: {
    title: '先看一眼约定',
    content:
      '继续之前,请看一看学堂的《用户协议》和《隐私政策》:我们记下什么、为什么、留多久,你有哪些权利。同意过一次就不再问,内容改了才会再请你看。',
    agree: '同意继续',
    read: '看看全文',
  },
  en: {
    title: 'Before you go on',
    content:
      "Please have a look at the school's Terms and its Privacy Policy: what is kept and why, for how long, and what rights you have. You are asked once, and again only when they change.",
    agree: 'Agree',
    read: 'Read',
  },
})

export const AGREEMENTS_PAGE = '/account/pages/agreements/agreements'

/** The agreements in one dialog: go on, or read them first. */
export async function askToAgree(): Promise<boolean> {
  const { title, content, agree, read } = words()
  const { confirm } = await wx.showModal({ title, content, confirmText: agree, cancelText: read })
  if (!confirm) void wx.navigateTo({ url: AGREEMENTS_PAGE })
  return confirm
}
