import { tongues } from '../../../words/speak'

export const sessionsWords = tongues({
  zh: {
    title: '网页登录',
    lead: '这些浏览器正登录着你的账号。不认识的,请结束它。',
    started: (when: string) => `${when} 登录`,
    seen: (when: string) => `最近 ${when}`,
    end: '结束',
    endAll: '全部结束',
    endTitle: '结束登录',
    endWords: '那个浏览器最晚半小时后退出,要再登录才能用。',
    ended: '已结束',
    none: '没有浏览器登录着',
    noneDetail: '在电脑上打开学堂的网页,扫码或用手机号登录后,会出现在这里',
    retry: '再试一次',
  },
  en: {
    title: 'Signed in on the web',
    lead: 'These browsers are signed in to your account. End those you do not know.',
    started: (when) => `Signed in ${when}`,
    seen: (when) => `Last used ${when}`,
    end: 'End',
    endAll: 'End all',
    endTitle: 'End this session',
    endWords: 'That browser is signed out within half an hour and must sign in again.',
    ended: 'Ended',
    none: 'No browser is signed in',
    noneDetail: "When you sign in on the school's website, by a code or a phone number, it is listed here",
    retry: 'Try again',
  },
})
