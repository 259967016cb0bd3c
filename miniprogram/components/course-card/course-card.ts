import type { SearchHit } from '../../../core/contract/searchCourses'
import type { CourseCard } from '../../../core/contract/shapes'
import { speaks } from '../../styles/page'
import { metaOf, seatsLine } from '../../words/course'
import { marked, type Piece } from '../../words/marked'
import { cardWords } from './words'

function passageWords({ lessonTitle, text }: NonNullable<SearchHit['passage']>): string {
  if (lessonTitle && text) return cardWords().inLesson(lessonTitle, text)
  return lessonTitle ? cardWords().lesson(lessonTitle) : text
}

/** Where it says what was searched for, when neither its title nor its teacher does. */
function saidIn(card: CourseCard, marks: string[], passage: SearchHit['passage']): string {
  const says = (text: string) => marks.some((mark) => text.toLowerCase().includes(mark))
  if (!marks.length || says(card.title) || says(card.teacherName)) return ''
  const tags = card.tags.filter(says)
  if (tags.length) return tags.map((tag) => `#${tag}`).join(' ')
  return says(card.summary) ? card.summary : passage ? passageWords(passage) : ''
}

/** A course in a list: a `row` with its cover at the left, or a `tile` with the cover on top. Tapped, it opens the course. */
Component({
  options: { virtualHost: false },
  behaviors: [speaks(cardWords)],
  properties: {
    card: { type: Object, value: {} as CourseCard },
    shape: { type: String, value: 'row' },
    /** Pieces of its words that somebody searched for, and where in it they are said at length. */
    marks: { type: Array, value: [] as string[] },
    passage: { type: Object, value: null as unknown as object },
    /** A line in place of its form and length: why it is shown. */
    note: { type: String, value: '' },
    /** Its place among the hot ones; 0 where there is none. */
    rank: { type: Number, value: 0 },
  },
  data: { meta: '', seats: '', isFull: false, title: [] as Piece[], teacher: [] as Piece[], said: [] as Piece[] },
  observers: {
    'card, marks, passage'(card: CourseCard, marks: string[], passage: SearchHit['passage']) {
      if (!card.courseId) return
      this.setData({
        meta: metaOf(card),
        seats: seatsLine(card),
        isFull: card.seats?.left === 0,
        title: marked(card.title, marks),
        teacher: marked(card.teacherName, marks),
        said: marked(saidIn(card, marks, passage), marks),
      })
    },
  },
  methods: {
    onTap() {
      void wx.navigateTo({ url: `/pages/course/course?courseId=${this.data.card.courseId}` })
    },
  },
})
