import { tongues } from '../../words/speak'

export const blockWords = tongues({
  zh: {
    newest: '新开的课',
    hot: '大家在学',
    free: '先听一堂',
    forYou: '为你挑的',
    all: '全部',
    goOn: '接着学',
    allCategories: '全部分类',
    upTo: (at: string) => ` · 学到 ${at}`,
    sameTeacher: (course: string, teacher: string) => `你在学《${course}》,${teacher}还讲了这门`,
    sameTag: (course: string, tag: string) => `因为你在学《${course}》,都讲${tag}`,
    near: (course: string) => `因为你在学《${course}》`,
  },
  en: {
    newest: 'New courses',
    hot: 'Studied most',
    free: 'Try one first',
    forYou: 'For you',
    all: 'All',
    goOn: 'Go on',
    allCategories: 'All categories',
    upTo: (at) => ` · at ${at}`,
    sameTeacher: (course, teacher) => `You study "${course}"; ${teacher} teaches this too`,
    sameTag: (course, tag) => `Because you study "${course}": ${tag} as well`,
    near: (course) => `Because you study "${course}"`,
  },
})
