import { LetterKind } from '../../core/contract/inbox'
import { letterRow } from './letter'

const facts = { title: '春日水墨', courseId: 'spring-ink', orderId: 'XT1', fen: 9900, words: '下个月再来' }

test('every kind of letter says what happened and leads to it', () => {
  const rows = LetterKind.options.map((kind) =>
    letterRow({ letterId: kind, kind, facts, at: '2026-11-26T02:00:00.000Z', isRead: false }, 0),
  )
  expect(rows.map(({ head, says, url }) => [head, says, url])).toEqual([
    ['课程开通了', '春日水墨,随时可以开始学', '/pages/course/course?courseId=spring-ink'],
    ['退款到账', '春日水墨,¥99 已按原路退回', '/shop/pages/order/order?orderId=XT1'],
    ['退款申请没有通过', '春日水墨:下个月再来', '/shop/pages/order/order?orderId=XT1'],
    ['礼物被领走了', '朋友领走了你送的「春日水墨」', '/shop/pages/order/order?orderId=XT1'],
    ['证书发给你了', '春日水墨,学完了每一节', '/learn/pages/certificate/certificate?courseId=spring-ink'],
    ['你的评价有了回复', '春日水墨:下个月再来', '/mine/pages/reviews/reviews?courseId=spring-ink'],
    ['你的评价被收起来了', '春日水墨:下个月再来', '/mine/pages/reviews/reviews?courseId=spring-ink'],
    ['收藏的课降价了', '春日水墨,现在 ¥99', '/pages/course/course?courseId=spring-ink'],
  ])
})
