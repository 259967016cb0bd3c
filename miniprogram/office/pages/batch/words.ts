import { counted } from '../../../words/counted'
import { tongues } from '../../../words/speak'

export const batchWords = tongues({
  zh: {
    title: '一批兑换码',
    none: '没有叫这个名字的批次',
    back: '回去看看',
    again: '再试一次',
    cancelRest: '作废剩下的',
    over: '这一批没有能用的码了',
    cancelTitle: '作废剩下的码',
    cancelYes: '作废',
    cancelNo: '先留着',
    cancelled: '剩下的码都作废了',
    copy: '复制',
    copyMany: (count: number) => `复制 ${count} 个能用的`,
    cancelWords: (count: number) => `还没用的 ${count} 个码会立刻失效,不能恢复。已经兑换的不受影响`,
  },
  en: {
    title: 'Batch',
    none: 'No batch has this name',
    back: 'Go back',
    again: 'Try again',
    cancelRest: 'Cancel rest',
    over: 'None of these codes is good any more',
    cancelTitle: 'Cancel the rest?',
    cancelYes: 'Yes',
    cancelNo: 'No',
    cancelled: 'The rest is cancelled',
    copy: 'Copy',
    copyMany: (count) => `Copy all ${count}`,
    cancelWords: (count) =>
      `${counted(count, 'unused code')} will stop working at once and for good. What was used stays.`,
  },
})
