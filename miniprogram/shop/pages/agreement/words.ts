import { tongues } from '../../../words/speak'

export const agreementWords = tongues({
  zh: {
    title: '协议',
    since: (version: number, day: string) => `第 ${version} 版 · ${day}起生效`,
    gone: '没有找到这一版约定,回到上一页再点一次',
    again: '再试一次',
  },
  en: {
    title: 'Terms',
    since: (version, day) => `Version ${version} · in force since ${day}`,
    gone: 'This version is not here. Go back and tap once more.',
    again: 'Try again',
  },
})
