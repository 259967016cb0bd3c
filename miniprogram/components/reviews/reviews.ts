import type { MyReview } from '../../../core/contract/reviews'
import { call, wordsFor } from '../../api/call'
import { askComplaint } from '../../community/complaint'
import { type RatingShown, type ReviewRow, ratingShown, reviewRow, standingWords } from '../../community/reviewRow'
import { communityWords } from '../../community/words'
import { speaks } from '../../styles/page'

type View = { status: 'loading' } | { status: 'failed'; why: string } | { status: 'ready' }
type Order = 'newest' | 'helpful'

/** On the course page a few are enough. */
const FEW = 3
const toast = (title: string) => void wx.showToast({ title, icon: 'none' })

/** What learners think of a course: a few on its page, all of them on theirs (`is-whole`, which says `bind:told` what its reader may). */
Component({
  behaviors: [speaks(communityWords)],
  properties: {
    courseId: { type: String, value: '' },
    isWhole: { type: Boolean, value: false },
  },
  data: {
    view: { status: 'loading' } as View,
    order: 'helpful' as Order,
    rating: null as RatingShown | null,
    rows: [] as ReviewRow[],
    mine: null as (ReviewRow & { standing: string }) | null,
    may: 'own' as 'yes' | 'own' | 'study',
    mayAnswer: false,
    emptyWords: '',
    next: null as string | null,
    isMore: false,
    /** Whose helpfulness is being told; its count is shown as it will be. */
    voting: '',
  },
  observers: {
    courseId(courseId: string) {
      if (courseId) void this.refresh()
    },
  },
  pageLifetimes: {
    show() {
      // One's own may have been written, and what was studied counts, on the page before this one.
      if (this.data.courseId && this.data.view.status === 'ready') void this.refresh()
    },
  },
  methods: {
    async refresh() {
      const { courseId, order, isWhole } = this.data
      try {
        const found = await call('reviews', { action: 'list', courseId, order, ...(!isWhole && { size: FEW }) })
        if (courseId !== this.data.courseId || order !== this.data.order) return
        const words = communityWords()
        const empty = { yes: words.emptyYes, own: words.emptyOwn, study: words.emptyStudy }
        this.setData({
          view: { status: 'ready' },
          rating: ratingShown(found.rating),
          // One's own stands above the others on the whole page.
          rows: found.reviews.filter(({ isMine }) => !isMine || !isWhole).map((review) => reviewRow(review)),
          mine: this.mineOf(found.mine),
          may: found.may,
          mayAnswer: found.mayAnswer,
          emptyWords: empty[found.may],
          next: found.next,
        })
        this.triggerEvent('told', { may: found.may, mine: found.mine })
      } catch (error) {
        if (this.data.view.status !== 'ready') this.setData({ view: { status: 'failed', why: wordsFor(error) } })
      }
    },

    mineOf: (mine: MyReview | null) => mine && { ...reviewRow(mine), standing: standingWords(mine) },

    /** The page around it was pulled to its end. */
    async more() {
      const { courseId, order, next, isMore, rows } = this.data
      if (!next || isMore) return
      this.setData({ isMore: true })
      try {
        const found = await call('reviews', { action: 'list', courseId, order, after: next })
        if (order === this.data.order) {
          const fresh = found.reviews.filter(({ isMine }) => !isMine).map((review) => reviewRow(review))
          this.setData({ rows: [...rows, ...fresh], next: found.next })
        }
      } catch (error) {
        toast(wordsFor(error))
      }
      this.setData({ isMore: false })
    },

    onRetry() {
      this.setData({ view: { status: 'loading' } })
      void this.refresh()
    },

    onOrderTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
      const order = currentTarget.dataset.order as Order // from the template
      if (order === this.data.order) return
      this.setData({ order, next: null })
      void this.refresh()
    },

    onAllTap() {
      void wx.navigateTo({ url: `/mine/pages/reviews/reviews?courseId=${this.data.courseId}` })
    },

    onWriteTap() {
      void wx.navigateTo({ url: `/mine/pages/write/write?courseId=${this.data.courseId}` })
    },

    rowAt({ currentTarget }: WechatMiniprogram.TouchEvent): { row: ReviewRow; at: number } | null {
      const at = this.data.rows.findIndex(({ reviewId }) => reviewId === currentTarget.dataset.id)
      const row = this.data.rows[at]
      return row ? { row, at } : null
    },

    /** Shown at once and told behind; when that fails it stands as it was. */
    async onHelpfulTap(event: WechatMiniprogram.TouchEvent) {
      const found = this.rowAt(event)
      if (!found || found.row.isMine || this.data.voting) return
      const { row, at } = found
      const isHelpful = !row.isHelpfulToMe
      const show = (isHelpfulToMe: boolean, helpful: number) =>
        this.setData({ [`rows[${at}].isHelpfulToMe`]: isHelpfulToMe, [`rows[${at}].helpful`]: helpful })
      this.setData({ voting: row.reviewId })
      show(isHelpful, row.helpful + (isHelpful ? 1 : -1))
      try {
        const told = await call('reviews', { action: 'helpful', reviewId: row.reviewId, isHelpful })
        show(told.isHelpfulToMe, told.helpful)
      } catch (error) {
        show(row.isHelpfulToMe, row.helpful)
        toast(wordsFor(error))
      }
      this.setData({ voting: '' })
    },

    async onMoreTap(event: WechatMiniprogram.TouchEvent) {
      const found = this.rowAt(event)
      if (found) await askComplaint('review', found.row.reviewId)
    },

    async onComplainCourseTap() {
      await askComplaint('course', this.data.courseId)
    },

    async onAnswerTap(event: WechatMiniprogram.TouchEvent) {
      const found = this.rowAt(event)
      if (!found) return
      const words = communityWords()
      const { confirm, content } = await wx.showModal({
        title: words.answerAs,
        editable: true,
        placeholderText: words.answerHint,
        content: found.row.answer?.text ?? '',
      })
      const text = content?.trim() ?? ''
      if (!confirm || !text) return
      try {
        const { review } = await call('reviews', { action: 'answer', reviewId: found.row.reviewId, text })
        this.setData({ [`rows[${found.at}]`]: reviewRow(review) })
        toast(words.answered)
      } catch (error) {
        toast(wordsFor(error))
      }
    },
  },
})
