import type { Output } from '../../../../core/contract'
import type { AnswerTo } from '../../../api/call'
import { money } from '../../../words/money'
import { when } from '../../../words/time'

export type Terms = AnswerTo<Output<'officeTerms'>, 'look'>

/** How far the course is as an item (道具) at WeChat, what that means for buyers, and what can be done. */
export type ItemRow = {
  state: string
  tone: 'done' | 'waiting' | 'trouble' | ''
  words: string
  /** What the button does; empty where there is nothing to do. */
  act: string
}

export function itemRow(
  { item, itemState }: Pick<Terms, 'item' | 'itemState'>,
  fen: number,
  now = Date.now(),
): ItemRow {
  if (fen === 0) return { state: '不需要', tone: '', words: '免费的课不用付款,也就不用道具', act: '' }
  switch (itemState) {
    case 'none':
      return {
        state: '没有发布',
        tone: '',
        words: '现在按代币收款。发布成道具后,学员付款时看到的就是课名和标价',
        act: `按 ${money(fen)} 发布`,
      }
    case 'publishing':
      return {
        state: '微信审核中',
        tone: 'waiting',
        words: '通常几分钟到几小时。期间按代币收款,不耽误卖',
        act: '看看好了没有',
      }
    case 'published':
      return {
        state: '已发布',
        tone: 'done',
        words:
          item && Date.parse(item.readyAt) > now
            ? `${money(fen)},${when(item.readyAt, now)} 起可以买`
            : `${money(fen)},学员正按道具付款`,
        act: '',
      }
    case 'refused':
      return {
        state: '微信没有通过',
        tone: 'trouble',
        words: '到微信公众平台「虚拟支付」里看原因,常见的是课名含敏感词。改好后再发布;现在按代币收款',
        act: '再看一次',
      }
    case 'outdated':
      return {
        state: '价格变了',
        tone: 'trouble',
        words: `道具还是 ${item ? money(item.fen) : '旧价'},课程已经是 ${money(fen)}。现在按代币收款,重新发布后用新价`,
        act: `按 ${money(fen)} 重新发布`,
      }
  }
}

export const memberChoices: { value: Terms['forMembers']; name: string; hint: string }[] = [
  { value: 'free', name: '会员免费', hint: '会员期内直接开通' },
  { value: 'discount', name: '会员折扣', hint: '按会员方案里写的折扣' },
  { value: 'none', name: '与会员无关', hint: '会员也付原价' },
]

/** What the teacher gets of a full price, and what stays. */
export const shareWords = (fen: number, percent: number): string => {
  const share = Math.floor((fen * percent) / 100)
  return `按标价 ${money(fen)},老师得 ${money(share)},学校留 ${money(fen - share)}。只对以后的订单生效`
}
