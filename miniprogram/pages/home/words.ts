import { tongues } from '../../words/speak'

export const homeWords = tongues({
  zh: {
    find: '找课程、老师',
    opening: '正在打开',
    preparing: '课程正在准备,开课了就会出现在这里',
    lookAgain: '再看看',
    again: '再试一次',
    end: '杏花开时,来坐一坐',
    share: (school: string) => `${school}:安静地学点东西`,
  },
  en: {
    find: 'Find courses and teachers',
    opening: 'Opening',
    preparing: 'Courses are being prepared. They will stand here once they open',
    lookAgain: 'Look again',
    again: 'Try again',
    end: 'Come and sit when the apricots bloom',
    share: (school) => `${school}: learn something in quiet`,
  },
})
