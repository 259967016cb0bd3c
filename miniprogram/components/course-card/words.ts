import { tongues } from '../../words/speak'

export const cardWords = tongues({
  zh: {
    lesson: (title: string) => `课里讲到:${title}`,
    inLesson: (title: string, text: string) => `${title}:${text}`,
  },
  en: {
    lesson: (title) => `In the lesson "${title}"`,
    inLesson: (title, text) => `${title}: ${text}`,
  },
})
