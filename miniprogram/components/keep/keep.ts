import { call, hasSession, wordsFor } from '../../api/call'
import { speaks } from '../../styles/page'
import { keepWords } from './words'

const toast = (title: string) => void wx.showToast({ title, icon: 'none' })

/** What one may do with a course beside buying it: keep it in view, and tell others. The card of a chat is the page's own. */
Component({
  behaviors: [speaks(keepWords)],
  properties: { courseId: { type: String, value: '' } },
  data: {
    /** Null until it is known: a heart that flips by itself would be a lie. */
    isFavourite: null as boolean | null,
    isBusy: false,
    isOpen: false,
    isLinking: false,
  },
  observers: {
    courseId(courseId: string) {
      if (courseId) void this.look()
    },
  },
  methods: {
    /** Nobody is made to sign in for a heart. */
    async look() {
      const { courseId } = this.data
      if (!hasSession()) return this.setData({ isFavourite: false })
      const found = await call('favourites', { action: 'has', courseId }).catch((error: unknown) =>
        console.info('not known whether it is a favourite', error),
      )
      if (courseId === this.data.courseId && !this.data.isBusy)
        this.setData({ isFavourite: found?.isFavourite ?? false })
    },

    /** Shown at once and told behind; when that fails it stands as it was. */
    async onHeartTap() {
      const { courseId, isFavourite, isBusy } = this.data
      if (isBusy) return
      const wanted = !isFavourite
      this.setData({ isFavourite: wanted, isBusy: true })
      try {
        const told = await call('favourites', { action: wanted ? 'add' : 'remove', courseId })
        this.setData({ isFavourite: told.isFavourite })
        if (told.isFavourite) toast(keepWords().kept)
      } catch (error) {
        this.setData({ isFavourite })
        toast(wordsFor(error))
      }
      this.setData({ isBusy: false })
    },

    onShareTap() {
      this.setData({ isOpen: true })
    },

    onCloseTap() {
      this.setData({ isOpen: false })
    },

    onVeilMove() {},

    onPosterTap() {
      this.onCloseTap()
      void wx.navigateTo({ url: `/mine/pages/poster/poster?courseId=${this.data.courseId}` })
    },

    async onLinkTap() {
      if (this.data.isLinking) return
      this.setData({ isLinking: true })
      try {
        const { url } = await call('sharing', { action: 'link', courseId: this.data.courseId })
        if (url) await wx.setClipboardData({ data: url })
        else toast(keepWords().linkMissing)
        this.onCloseTap()
      } catch (error) {
        toast(wordsFor(error))
      }
      this.setData({ isLinking: false })
    },
  },
})
