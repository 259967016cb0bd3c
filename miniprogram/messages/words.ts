import { tongues } from '../words/speak'

/** The doors to what is mine, for the page that shows them. */
export const mineWords = tongues({
  zh: { inbox: '消息', favourites: '收藏', certificates: '证书' },
  en: { inbox: 'Messages', favourites: 'Saved courses', certificates: 'Certificates' },
})
