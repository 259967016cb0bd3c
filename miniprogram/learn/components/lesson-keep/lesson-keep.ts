import { codeOf, wordsFor } from '../../../api/call'
import { isFull } from '../../../device/files'
import { drop, isKept, keepLesson } from '../../../study/downloads'
import { speaks } from '../../../styles/page'
import { learnWords } from '../../words'

function failureWords(error: unknown): string {
  if (isFull(error)) return learnWords().keepFull
  return codeOf(error) === 'UNEXPECTED' ? learnWords().keepFailed : wordsFor(error)
}

/** Keeps a lesson on the phone, for where there is no network, or removes it again. */
Component({
  behaviors: [speaks(learnWords)],
  properties: { courseId: { type: String, value: '' }, lessonId: { type: String, value: '' } },
  data: { state: 'not' as 'not' | 'busy' | 'kept', label: '' },
  lifetimes: {
    attached() {
      this.show()
    },
  },
  pageLifetimes: {
    show() {
      if (this.data.state !== 'busy') this.show()
    },
  },
  methods: {
    show() {
      const { courseId, lessonId } = this.data
      const state = isKept({ courseId, lessonId }) ? 'kept' : 'not'
      this.setData({ state, label: state === 'kept' ? learnWords().kept : learnWords().keep })
    },

    onTap() {
      if (this.data.state === 'not') void this.keep()
      else if (this.data.state === 'kept') void this.remove()
    },

    async keep() {
      const { courseId, lessonId } = this.data
      let told = -1
      const tell = (share: number) => {
        const percent = Math.floor(share * 100)
        if (percent === told) return
        told = percent
        this.setData({ label: learnWords().keepBusy(percent) })
      }
      this.setData({ state: 'busy' })
      tell(0)
      try {
        await keepLesson({ courseId, lessonId }, tell)
        void wx.showToast({ title: learnWords().keepDone, icon: 'none' })
      } catch (error) {
        console.warn('the lesson was not kept', error)
        void wx.showToast({ title: failureWords(error), icon: 'none' })
      }
      this.show()
    },

    async remove() {
      const { courseId, lessonId } = this.data
      const { confirm } = await wx.showModal({
        content: learnWords().keepRemoveAsk,
        confirmText: learnWords().keepRemoveYes,
        cancelText: learnWords().removeKeep,
      })
      if (!confirm) return
      await drop({ courseId, lessonId })
      void wx.showToast({ title: learnWords().keepRemoved, icon: 'none' })
      this.show()
    },
  },
})
