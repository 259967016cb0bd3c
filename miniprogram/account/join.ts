import { call, forgetSession } from '../api/call'
import { tongues } from '../words/speak'

const words = tongues({
  zh: {
    title: '已经有账号了',
    content: (way: string) =>
      `${way} 已经是另一个账号的登录方式,课程和余额都在那边;你现在这个账号还没有东西。要改用那个账号吗?`,
    join: '用那个账号',
    notNow: '先不用',
    joined: '已换到那个账号',
  },
  en: {
    title: 'There is an account already',
    content: (way) =>
      `${way} opens another account, with courses or a balance in it; this one holds nothing yet. Would you like to use that one?`,
    join: 'Use it',
    notNow: 'Not now',
    joined: 'You are in that account now',
  },
})

/** Asks whether somebody would go on with the account that this way leads to already. Answers what to say when they do; null when not. */
export async function joinIfWanted(way: string): Promise<string | null> {
  const { title, content, join, notNow, joined } = words()
  const { confirm } = await wx.showModal({
    title,
    content: content(way),
    confirmText: join.slice(0, 6),
    cancelText: notNow,
  })
  if (!confirm) return null
  await call('account', { action: 'join' })
  forgetSession()
  return joined
}
