import type * as z from 'zod'
import type { Output } from '../contract'
import type { HomeBlock } from '../contract/arrangeHome'
import type { DrawnBlock as DrawnBlockShape } from '../contract/browseCatalog'
import type { CourseCard } from '../contract/shapes'
import { isOpen } from '../entitlements/enrolment'
import { enrolments } from '../entitlements/enrolments'
import { studies } from '../learning/studies'
import { resumeOf } from '../learning/study'
import type { Ports } from '../ports'
import { courses } from './courses'
import { alike, facetsLike, type Liked } from './like'
import type { Shown, Window } from './prepared'
import { cardsOf, shelf } from './shelf'

export type DrawnBlock = z.infer<typeof DrawnBlockShape>
export type HomePage = Extract<Output<'browseCatalog'>, { action: 'home' }>
type Resume = Omit<Extract<DrawnBlock, { kind: 'continue' }>, 'id' | 'title' | 'kind'>
type Needs = Pick<Ports, 'store' | 'files' | 'clock' | 'shop'>

/** What is looked at of somebody's study, and of what may be like it. */
const STUDIED = 5
const CANDIDATES = 40
const FOR_YOU = 6
const PICTURE_TTL_SECONDS = 3600

export type Mine = { resume: Resume | null; forYou: Liked[] }
const NOTHING: Mine = { resume: null, forYou: [] }

/** What is mine on the page: where I go on, and what may be for me. Strangers have neither. */
export async function mineOf(ports: Needs, userId: string): Promise<Mine> {
  if (!userId) return NOTHING
  const [studied, held] = await Promise.all([
    studies(ports).ofLearner(userId, STUDIED),
    enrolments(ports).ofLearner(userId),
  ])
  const last = studied[0]
  if (!last) return NOTHING
  const [course, known] = await Promise.all([
    courses(ports).find(last.courseId),
    shelf(ports).those(studied.map(({ courseId }) => courseId)),
  ])
  const lesson = course?.status === 'published' ? resumeOf(course.outline, last) : null
  const resume: Resume | null =
    course && lesson
      ? {
          courseId: course._id,
          courseTitle: course.title,
          lessonId: lesson.lessonId,
          lessonTitle: lesson.title,
          positionSeconds: lesson.positionSeconds,
        }
      : null
  // In the order in which they were studied.
  const inOrder = studied.flatMap(({ courseId }) => known.find(({ _id }) => _id === courseId) ?? [])
  if (!inOrder.length) return { resume, forYou: [] }
  const candidates = await shelf(ports).find({ facets: { in: facetsLike(inOrder) } }, 'hot', CANDIDATES)
  const owned = new Set(held.filter((one) => isOpen(one, ports.clock.now())).map(({ courseId }) => courseId))
  return { resume, forYou: alike(inOrder, candidates, owned, FOR_YOU) }
}

/** The page as it is drawn for this caller, from what was prepared for everybody and what is theirs. */
export async function homePage(ports: Needs, window: Omit<Window, '_id' | 'startedAt'>, mine: Mine): Promise<HomePage> {
  const blocks = window.blocks.filter(({ isShown }) => isShown)
  const shownOf = (id: string): Shown[] => window.rows[id] ?? []
  const forYou = blocks.some(({ kind }) => kind === 'forYou') ? mine.forYou : []
  const all = [...blocks.flatMap(({ id }) => shownOf(id)), ...forYou.map(({ entry }) => entry)]
  const pictures = blocks.flatMap((block) => (block.kind === 'text' ? (block.pictureFileId ?? []) : []))
  const [cards, pictureUrls] = await Promise.all([
    cardsOf(ports, all),
    pictures.length ? ports.files.addresses(pictures, PICTURE_TTL_SECONDS) : [],
  ])
  const cardOf = new Map(cards.map((card) => [card.courseId, card]))
  const cardsIn = (list: Pick<Shown, 'card'>[]): CourseCard[] =>
    list.flatMap(({ card }) => cardOf.get(card.courseId) ?? [])

  function drawn(block: HomeBlock): DrawnBlock[] {
    const { id, title, kind } = block
    switch (kind) {
      case 'banner': {
        const found = cardsIn(shownOf(id))
        return found.length ? [{ id, title, kind, cards: found }] : []
      }
      case 'categories': {
        // Two levels are on the categories' own page; the home page names the first.
        const top = window.tree.filter(({ parent, courseCount }) => !parent && courseCount > 0)
        return top.length ? [{ id, title, kind, categories: top }] : []
      }
      case 'continue':
        return mine.resume ? [{ id, title, kind, ...mine.resume }] : []
      case 'new':
      case 'hot':
      case 'free':
      case 'category': {
        const found = cardsIn(shownOf(id))
        return found.length
          ? [{ id, title, kind, cards: found, category: kind === 'category' ? block.category : '' }]
          : []
      }
      case 'forYou': {
        const liked = forYou.flatMap(({ entry, because }) => {
          const card = cardOf.get(entry._id)
          return card ? [{ card, because }] : []
        })
        return liked.length ? [{ id, title, kind, liked }] : []
      }
      case 'text': {
        const at = block.pictureFileId ? pictures.indexOf(block.pictureFileId) : -1
        const pictureUrl = pictureUrls[at] ?? null
        return block.text || pictureUrl ? [{ id, title, kind, text: block.text, pictureUrl }] : []
      }
      case 'live':
        return []
    }
  }

  return {
    action: 'home',
    schoolName: window.shopName || ports.shop.schoolName,
    accent: window.accent,
    courseCount: window.courseCount,
    blocks: blocks.flatMap(drawn),
  }
}
