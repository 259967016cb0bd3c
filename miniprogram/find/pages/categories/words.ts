import { counted } from '../../../words/counted'
import { tongues } from '../../../words/speak'

export const categoriesWords = tongues({
  zh: {
    title: '分类',
    again: '再试一次',
    empty: '学堂还没有开课,分类也还空着',
    home: '回首页',
    all: '全部',
    courses: (n: number) => `${n} 门课`,
  },
  en: {
    title: 'Categories',
    again: 'Try again',
    empty: 'No course has opened yet, so there is no category either',
    home: 'To the home page',
    all: 'All',
    courses: (n) => counted(n, 'course'),
  },
})
