import type { CourseCard } from '../../../../core/contract/shapes'
import { call, codeOf, wordsFor } from '../../../api/call'
import { kept } from '../../../api/kept'
import { SHOP } from '../../../api/words'
import { buyingShut } from '../../../device/channel'
import { courseCard } from '../../../sharing/card'
import type { Canvas } from '../../../sharing/paint'
import { page } from '../../../styles/page'
import { drawPoster } from '../../poster'
import { posterWords } from './words'

type View =
  | { status: 'loading' }
  | { status: 'gone'; why: string }
  | { status: 'failed'; why: string }
  | { status: 'ready' }

const messageOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'errMsg' in error ? String(error.errMsg) : String(error)

Page({
  behaviors: [page(posterWords)],

  data: {
    view: { status: 'loading' } as View,
    courseId: '',
    /** The drawn poster as a file of this phone. */
    picture: '',
    opened: '',
    isBusy: false,
  },

  card: undefined as CourseCard | undefined,

  onLoad({ courseId = '' }: Record<string, string | undefined>) {
    this.setData({ courseId })
    void this.draw()
  },

  async draw() {
    this.setData({ view: { status: 'loading' } })
    const { courseId } = this.data
    try {
      const [{ course }, { myName, picture }] = await Promise.all([
        call('browseCatalog', { action: 'detail', courseId }),
        call('sharing', { action: 'poster', courseId }),
      ])
      this.card = course.card
      const canvas = await this.canvas()
      const words = posterWords()
      const schoolName = kept<{ schoolName?: string }>('home')?.schoolName || SHOP
      await drawPoster(
        canvas,
        course.card,
        {
          by: words.by(course.card.teacherName, course.card.lessonCount),
          invite: myName ? words.invite(myName) : words.inviteNameless,
          how: picture ? words.scan : words.noCode(schoolName),
          schoolName,
          // Where nothing may be sold, nothing says what it costs.
          showsPrice: !buyingShut() || course.card.fen === 0,
        },
        picture && `data:${picture.contentType};base64,${picture.base64}`,
      )
      const { tempFilePath } = await wx.canvasToTempFilePath({ canvas: canvas as never, fileType: 'png' })
      this.setData({ picture: tempFilePath, view: { status: 'ready' } })
      void this.countOpens()
    } catch (error) {
      if (codeOf(error) === 'COURSE_NOT_FOUND') this.setData({ view: { status: 'gone', why: wordsFor(error) } })
      else
        this.setData({
          view: { status: 'failed', why: 'errMsg' in Object(error) ? posterWords().notDrawn : wordsFor(error) },
        })
    }
  },

  canvas(): Promise<Canvas> {
    return new Promise((resolve, reject) => {
      this.createSelectorQuery()
        .select('#paper')
        .fields({ node: true }, () => {})
        .exec(([found]: ({ node?: Canvas } | null)[]) =>
          found?.node ? resolve(found.node) : reject(new Error('there is no canvas')),
        )
    })
  },

  /** How many came through this person: nothing is given for it, it is only nice to know. */
  async countOpens() {
    const told = await call('sharing', { action: 'opens', courseId: this.data.courseId }).catch((error: unknown) =>
      console.info('not counted', error),
    )
    if (told?.mine) this.setData({ opened: posterWords().opened(told.mine) })
  },

  async onSaveTap() {
    const { picture, isBusy } = this.data
    if (isBusy || !picture) return
    this.setData({ isBusy: true })
    try {
      await this.save(picture)
    } catch (error) {
      // Whoever just said no to the privacy guide is not asked again in other words.
      if (/auth den|authorize no/.test(messageOf(error))) await this.askForAlbum(picture)
      else if (!/cancel/.test(messageOf(error))) void wx.showToast({ title: posterWords().notSaved, icon: 'none' })
    }
    this.setData({ isBusy: false })
  },

  async save(filePath: string) {
    await wx.saveImageToPhotosAlbum({ filePath })
    void wx.showToast({ title: posterWords().saved, icon: 'none' })
  },

  /** WeChat asks once; whoever said no is shown the way back, and nothing happens without them. */
  async askForAlbum(picture: string) {
    const words = posterWords()
    const { confirm } = await wx.showModal({
      title: words.mayWe,
      content: words.mayWeHow,
      confirmText: words.toSettings,
      cancelText: words.notNow,
    })
    if (!confirm) return
    const { authSetting } = await wx.openSetting()
    if (authSetting['scope.writePhotosAlbum'])
      await this.save(picture).catch(() => void wx.showToast({ title: words.notSaved, icon: 'none' }))
  },

  onPictureTap() {
    void wx.previewImage({ urls: [this.data.picture] })
  },

  onGoneTap() {
    void wx.redirectTo({ url: '/pages/list/list' })
  },

  onShareAppMessage() {
    return courseCard(this.card, posterWords().title)
  },
})
