import type { CourseCard } from '../../../core/contract/shapes'
import { metaOf } from '../../words/course'

/** A course in a list: a `row` with its cover at the left, or a `tile` with the cover on top. Tapped, it opens the course. */
Component({
  options: { virtualHost: false },
  properties: {
    card: { type: Object, value: {} as CourseCard },
    shape: { type: String, value: 'row' },
  },
  data: { meta: '' },
  observers: {
    card(card: CourseCard) {
      if (card.courseId) this.setData({ meta: metaOf(card) })
    },
  },
  methods: {
    onTap() {
      void wx.navigateTo({ url: `/pages/course/course?courseId=${this.data.card.courseId}` })
    },
  },
})
