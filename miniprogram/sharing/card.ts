import type { CourseCard } from '../../core/contract/shapes'
import { tongues } from '../words/speak'
import { cardPicture } from './picture'
import { myCode } from './promoter'

const words = tongues({
  zh: {
    course: (title: string, teacher: string) => `「${title}」${teacher} 的课`,
  },
  en: {
    course: (title, teacher) => `${title}, taught by ${teacher}`,
  },
})

type Via = 'card' | 'timeline'

/** A query that says whose share it is; the same without while nobody is known. */
export function withCode(query: string, via: Via): string {
  const code = myCode()
  return [query, ...(code ? [`p=${code}`, `via=${via}`] : [])].filter(Boolean).join('&')
}

/** The path of a page for a chat's card. */
export function sharedPath(path: string): string {
  const [page = '', query = ''] = path.split('?')
  const whole = withCode(query, 'card')
  return whole ? `${page}?${whole}` : page
}

type Card = { title: string; path: string; imageUrl?: string }

/** A card in a chat: its title, its page with the sign of whoever shares, and a picture of 5 to 4 where there is one. */
export const chatCard = (title: string, path: string, imageUrl?: string | null): Card => ({
  title,
  path: sharedPath(path),
  ...(imageUrl && { imageUrl }),
})

/** A post in the moments; the page it opens is the one that is shared. */
export const momentsCard = (title: string, query: string, imageUrl?: string | null) => ({
  title,
  query: withCode(query, 'timeline'),
  ...(imageUrl && { imageUrl }),
})

type Shown = Pick<CourseCard, 'courseId' | 'title' | 'teacherName' | 'coverUrl'>

/** A course's card. Its cover is 16 to 9 and WeChat cuts to 5 to 4: the picture is drawn for it while WeChat waits. */
export function courseCard(card: Shown | undefined, otherwise: string) {
  if (!card) return chatCard(otherwise, '/pages/home/home')
  const { courseId, title, teacherName } = card
  const plain = chatCard(words().course(title, teacherName), `/pages/course/course?courseId=${courseId}`, card.coverUrl)
  return { ...plain, promise: cardPicture(card).then((imageUrl) => (imageUrl ? { ...plain, imageUrl } : plain)) }
}

export const courseMoments = (card: Shown | undefined, otherwise: string) =>
  card
    ? momentsCard(words().course(card.title, card.teacherName), `courseId=${card.courseId}`, card.coverUrl)
    : momentsCard(otherwise, '')
