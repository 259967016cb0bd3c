import type { Output } from '../../../../core/contract'
import { yuan } from '../../../words/money'
import { fenOf, percentOf, wholeOf } from '../../words'

export type Settings = Output<'moneySettings'>['settings']
export type Way = keyof Settings['ways']

/** A switch with what it means; `rule` is what WeChat demands there. */
type SwitchRow = { way: Way; name: string; hint: string; rule?: string }

export const groups: { title: string; rows: SwitchRow[] }[] = [
  {
    title: '在小程序里收款',
    rows: [
      {
        way: 'virtualGoods',
        name: '虚拟支付 · 道具',
        hint: '每门课先发布成道具,学员按标价付款',
        rule: '微信规定:小程序里卖课程、会员这类虚拟商品,要用虚拟支付',
      },
      { way: 'virtualCoins', name: '虚拟支付 · 代币', hint: '道具还没发布好,或价格变了时,用代币按标价付' },
      {
        way: 'jsapi',
        name: '普通微信支付',
        hint: '只给实物和线下服务用,比如寄书、面授',
        rule: '用它卖录播课、会员等虚拟商品违反微信规定,可能被限制支付甚至下架',
      },
    ],
  },
  {
    title: '在网页上收款',
    rows: [
      { way: 'native', name: '微信扫码', hint: '电脑网页上出二维码,学员用微信扫' },
      { way: 'h5', name: '微信 H5', hint: '手机浏览器里跳到微信付款', rule: '要先在微信支付商户平台登记网页域名' },
      { way: 'alipay', name: '支付宝', hint: '电脑和手机网页都能用;小程序里不会出现' },
    ],
  },
  {
    title: '余额、积分与码',
    rows: [
      { way: 'balance', name: '用余额付', hint: '钱包里的钱可以买课' },
      { way: 'topUp', name: '充值', hint: '关上后不再收新的充值,已有的余额照常用' },
      { way: 'points', name: '积分', hint: '买课攒积分,下次抵一部分' },
      { way: 'gifts', name: '送朋友', hint: '买下一门课,得到一个码送人' },
      { way: 'codes', name: '兑换码', hint: '学员能兑换学校做的码和朋友送的码' },
    ],
  },
]

/** A number that is filled in, and between what bounds it is one. */
export type NumberField = 'days' | 'watchedPercent' | 'perYuan' | 'fenPerPoint' | 'maxPercent'

/** The numbers as they stand in their boxes. */
export type Numbers = Record<NumberField, string>

export const numbersOf = ({ refund, points }: Settings): Numbers => ({
  days: String(refund.days),
  watchedPercent: String(refund.watchedPercent),
  perYuan: String(points.perYuan),
  fenPerPoint: String(points.fenPerPoint),
  maxPercent: String(points.maxPercent),
})

/** The settings with what stands in the boxes; the words about the first box that is wrong otherwise. */
export function filledIn(settings: Settings, numbers: Numbers): { settings: Settings } | { wrong: string } {
  const days = wholeOf(numbers.days, 0, 365)
  const watchedPercent = percentOf(numbers.watchedPercent)
  const perYuan = wholeOf(numbers.perYuan, 0, 100)
  const fenPerPoint = wholeOf(numbers.fenPerPoint, 1, 100)
  const maxPercent = percentOf(numbers.maxPercent)
  if (days === null) return { wrong: '退款天数填 0 到 365' }
  if (watchedPercent === null) return { wrong: '看过的比例填 0 到 100' }
  if (perYuan === null) return { wrong: '每元攒的积分填 0 到 100' }
  if (fenPerPoint === null) return { wrong: '一个积分抵的分数填 1 到 100' }
  if (maxPercent === null) return { wrong: '积分最多抵的比例填 0 到 100' }
  return {
    settings: { ...settings, refund: { days, watchedPercent }, points: { perYuan, fenPerPoint, maxPercent } },
  }
}

/** The promise that the numbers make, as the buyer reads it. */
export function promiseWords({ days, watchedPercent }: Numbers): string {
  if (days === '0') return '每一笔退款都由学校看过再决定'
  return `付款 ${days} 天内、看了不超过 ${watchedPercent}%,学员申请就自动退;其余由学校决定`
}

export function pointsWords({ perYuan, fenPerPoint, maxPercent }: Numbers): string {
  return `付 1 元攒 ${perYuan} 个,100 个抵 ${yuan(100 * Number(fenPerPoint) || 0)} 元,最多抵价格的 ${maxPercent}%。过了退款期才到账`
}

/** The settings of top-ups with one amount more; the words where it cannot be. */
export function withAmount(topUpFen: number[], typed: string): { topUpFen: number[] } | { wrong: string } {
  const fen = fenOf(typed)
  if (fen === null || fen < 100 || fen > 1_000_000) return { wrong: '填 1 到 10000 元之间的金额' }
  if (topUpFen.includes(fen)) return { wrong: '已经有这个金额了' }
  if (topUpFen.length === 12) return { wrong: '最多放 12 个金额' }
  return { topUpFen: [...topUpFen, fen].sort((a, b) => a - b) }
}

/** What is wrong with the ways as a whole, said before it is saved; empty when nothing is. */
export function warningOf({ ways, topUpFen }: Settings): string {
  if (!ways.virtualGoods && !ways.virtualCoins && !ways.jsapi)
    return '小程序里没有开任何付款方式,收费的课在小程序里买不了'
  if (ways.topUp && !topUpFen.length) return '充值开着,但没有一个可选的金额'
  if (ways.topUp && !ways.balance) return '充值开着,余额却不能用来付款'
  return ''
}
