import { type Language, tongues } from '../../../words/speak'

/** Each in its own words, whatever is spoken: whoever looks for theirs must find it. */
export const languageNames: Record<Language, string> = { 'zh-Hans': '简体中文', 'zh-Hant': '繁體中文', en: 'English' }

export const settingsWords = tongues({
  zh: {
    title: '设置',
    language: '语言',
    follow: '跟随微信',
    courses: '课程内容保持老师写下的样子',
    type: '字号',
    sizes: { standard: '标准', large: '大字' },
    sample: '春江潮水连海平',
    playing: '播放',
    autoPlay: '用流量时自动播下一节',
    autoPlayWhy: '关着时,没有 Wi-Fi 就不自动播下一节',
    messages: '消息提醒',
    messagesWhy: '在微信里管理谁可以发消息给你',
    phone: '这台手机',
    forget: '清除这台手机上的记录',
    forgetWords: '搜索记录、缓存的页面和登录状态会被清掉。课程、学习进度和证书都在云上,不受影响。',
    forgetConfirm: '清除',
    forgotten: '已清除',
    guide: '微信里的隐私保护指引',
    openInWeChat: '请在微信里打开',
    about: '关于学堂',
  },
  en: {
    title: 'Settings',
    language: 'Language',
    follow: 'As in WeChat',
    courses: 'Courses stay in the words of their teachers',
    type: 'Size of words',
    sizes: { standard: 'Standard', large: 'Large' },
    sample: 'A quiet place to learn',
    playing: 'Playing',
    autoPlay: 'Next lesson by itself on mobile data',
    autoPlayWhy: 'When off, the next lesson waits for your tap without Wi-Fi',
    messages: 'Messages',
    messagesWhy: 'Choose in WeChat who may write to you',
    phone: 'This phone',
    forget: 'Forget what is kept on this phone',
    forgetWords:
      'Searches, kept pages and the sign-in are removed. Courses, progress and certificates are in the cloud and stay.',
    forgetConfirm: 'Forget',
    forgotten: 'Forgotten',
    guide: 'The privacy guide in WeChat',
    openInWeChat: 'Please open it in WeChat',
    about: 'About the school',
  },
})
