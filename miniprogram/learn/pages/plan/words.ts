import { tongues } from '../../../words/speak'

export const planWords = tongues({
  zh: {
    title: '学习打算',
    intro: '定一个做得到的。少一点,常常来,比偶尔一大段走得远',
    daysPerWeek: '每周几天',
    minutesPerDay: '每天几分钟',
    days: (n: number) => (n === 7 ? '每天' : `${n} 天`),
    minutes: (n: number) => `${n} 分钟`,
    sum: (days: number, minutes: number) => `一周 ${days} 次,一共约 ${days * minutes} 分钟`,
    save: '就这样定',
    drop: '先不定',
    saved: '定好了',
    dropped: '好,想定的时候再来',
    retry: '再试一次',
  },
  en: {
    title: 'My plan',
    intro: 'Choose one you can keep. A little, often, goes further than a lot now and then.',
    daysPerWeek: 'Days a week',
    minutesPerDay: 'Minutes a day',
    days: (n) => (n === 7 ? 'Daily' : String(n)),
    minutes: (n) => `${n} min`,
    sum: (days, minutes) => `${days} times a week, about ${days * minutes} minutes in all`,
    save: 'That is my plan',
    drop: 'No plan for now',
    saved: 'So it is planned',
    dropped: 'Fine. Come back when you feel like it.',
    retry: 'Try again',
  },
})
