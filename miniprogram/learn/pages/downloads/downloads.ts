import { call } from '../../../api/call'
import { downloads, drop, dropWhatIsNotMine } from '../../../study/downloads'
import { page } from '../../../styles/page'
import { sizeWords } from '../../size'
import { bytesOf, type Group, groupsOf } from './rows'
import { downloadsWords } from './words'

Page({
  behaviors: [page(downloadsWords)],
  data: { groups: [] as Group[], used: '', percent: 0, isChecked: false },

  onShow() {
    this.show()
    void this.check()
  },

  show() {
    const list = downloads()
    const bytes = bytesOf(list)
    this.setData({
      groups: groupsOf(list, Date.now()),
      used: downloadsWords().used(sizeWords(bytes)),
      percent: Math.min(100, Math.ceil((bytes / (200 * 1024 * 1024)) * 100)),
    })
  },

  /** With a network the school says what its learner may still see; without one nothing is taken away. */
  async check() {
    const before = downloads().length
    if (before === 0) return
    try {
      const { courses, isAll } = await call('myLearning', {})
      if (isAll) dropWhatIsNotMine(new Set(courses.map(({ card }) => card.courseId)))
    } catch {
      return
    }
    if (downloads().length === before) return
    this.setData({ isChecked: true })
    this.show()
  },

  onLessonTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const { course, lesson } = currentTarget.dataset
    void wx.navigateTo({ url: `/learn/pages/lesson/lesson?courseId=${course}&lessonId=${lesson}` })
  },

  async asked(content: string): Promise<boolean> {
    const { remove, removeKeep } = downloadsWords()
    return (await wx.showModal({ content, confirmText: remove, cancelText: removeKeep })).confirm
  },

  async onRemoveTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const { course: courseId, lesson: lessonId, title } = currentTarget.dataset
    if (!(await this.asked(downloadsWords().removeAsk(title)))) return
    await drop({ courseId, lessonId })
    this.show()
  },

  async onRemoveAllTap() {
    if (!(await this.asked(downloadsWords().removeAllAsk))) return
    for (const one of downloads()) await drop(one)
    this.show()
  },

  onLearningTap() {
    void wx.switchTab({ url: '/pages/learning/learning' })
  },
})
