import { call, hasSession } from '../api/call'

/** 我的, in the tab bar. */
const ME_TAB = 2
/** As many as the cloud counts. */
const MOST = 99

let known = 0

/** 99+ where the cloud stopped counting; '' for none. */
export const unreadWords = (unread: number): string => (unread >= MOST ? `${MOST}+` : unread ? String(unread) : '')

/** Puts the number on 我的. Where the page in front is no tab WeChat refuses, and the next tab shows it. */
export function showUnread(unread: number = known): void {
  known = unread
  const text = unreadWords(unread)
  const told = text ? wx.setTabBarBadge({ index: ME_TAB, text }) : wx.removeTabBarBadge({ index: ME_TAB })
  told.catch(() => {})
}

/** Asks how many letters are unread. Nobody is made to sign in for it, and without an answer the last number stands. */
export async function countUnread(): Promise<number> {
  if (!hasSession()) return 0
  const told = await call('inbox', { action: 'count' }).catch((error: unknown) => console.info('not counted', error))
  if (told) showUnread(told.unread)
  return known
}
