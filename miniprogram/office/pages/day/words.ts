import { tongues } from '../../../words/speak'

export const dayPageWords = tongues({
  zh: {
    again: '再试一次',
    compareAgain: '重新比对',
    even: '账单和账本逐笔一致',
    ours: '我们的账本',
    theirs: '平台的账单',
    copyNumber: '复制单号',
    settleWith: '写明原因,了结',
    settleTitle: '了结这处差异',
    settle: '了结',
    whyFine: '为什么没有问题',
    whyHint: '写到下一个看账的人也能明白',
    compared: '重新比对好了',
    settled: '了结了,原因记在这一处',
  },
  en: {
    again: 'Try again',
    compareAgain: 'Compare again',
    even: 'Bill and books agree in every line',
    ours: 'Our books',
    theirs: 'Their bill',
    copyNumber: 'Copy the number',
    settleWith: 'Say why, and settle',
    settleTitle: 'Settle this difference',
    settle: 'Settle',
    whyFine: 'Why there is nothing wrong',
    whyHint: 'So that the next bookkeeper understands',
    compared: 'Compared again',
    settled: 'Settled, your reason is kept with it',
  },
})
