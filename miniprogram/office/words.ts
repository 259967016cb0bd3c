import type { ErrorCode } from '../../core/contract/errors'
import type { GatewayName, Role } from '../../core/contract/shapes'
import { codeOf, wordsFor } from '../api/call'
import { tongues } from '../words/speak'

/** Refusals as the people who run the school meet them; everything else is said as everywhere. */
const officeWords = tongues({
  zh: {
    FORBIDDEN: '这一页要有相应的角色才能打开。刚给的角色,回到「我的」再进来就有了',
    ORDER_NOT_FOUND: '没有这个订单号,请逐字核对',
    REFUND_NOT_POSSIBLE: '这笔退款的情况变了,可能已经有人处理过。刷新看看',
    INVOICE_NOT_POSSIBLE: '这张发票的情况变了:可能已经开好,或者订单退了款。刷新看看',
    COURSE_NOT_FOUND: '没有这门课,可能已经下架',
    NO_WAY_TO_PAY: '学校还没有接通微信虚拟支付,道具无处发布',
    PAYMENT_UNAVAILABLE: '微信暂时没有回应,过几分钟再试',
    PAYMENT_REFUSED: '支付平台没有接受。先看一眼商户后台的提示,再来试一次',
    BUSY: '有人正在处理同一笔,稍等几秒刷新再看',
  },
  en: {
    FORBIDDEN: 'This page needs a role. If you were just given one, go back to Me and come in again.',
    ORDER_NOT_FOUND: 'There is no such order. Please check every character.',
    REFUND_NOT_POSSIBLE: 'This refund has changed; somebody may have decided it. Pull down to look again.',
    INVOICE_NOT_POSSIBLE: 'This invoice has changed: it was issued, or its order refunded. Pull down to look again.',
    COURSE_NOT_FOUND: 'There is no such course. It may have been withdrawn.',
    NO_WAY_TO_PAY: 'The school has no WeChat virtual payment yet, so there is nowhere to publish items',
    PAYMENT_UNAVAILABLE: 'WeChat does not answer right now. Please try again in a few minutes.',
    PAYMENT_REFUSED: 'The payment service did not accept it. See what its merchant pages say, then try again.',
    BUSY: 'Somebody is working on the same one. Wait a few seconds and look again.',
  },
} satisfies Record<'zh' | 'en', Partial<Record<ErrorCode, string>>>)

const isOfficeCode = (code: string): code is keyof ReturnType<typeof officeWords> => code in officeWords()

export function officeWordsFor(error: unknown): string {
  const everywhere = wordsFor(error)
  const code = codeOf(error)
  return isOfficeCode(code) ? officeWords()[code] : everywhere
}

export const roleWords = tongues<Record<Role, string>>({
  zh: { learner: '学员', editor: '编辑', support: '客服', finance: '财务', admin: '管理员' },
  en: { learner: 'Learner', editor: 'Editor', support: 'Support', finance: 'Finance', admin: 'Admin' },
})

export const gatewayWords = tongues<Record<GatewayName, string>>({
  zh: { wechatPay: '微信支付', virtualPay: '微信虚拟支付', alipay: '支付宝' },
  en: { wechatPay: 'WeChat Pay', virtualPay: 'WeChat virtual payment', alipay: 'Alipay' },
})

/** A percentage that has been typed; null when it is none. */
export function percentOf(text: string): number | null {
  const percent = /^\d{1,3}$/.test(text.trim()) ? Number(text) : -1
  return percent >= 0 && percent <= 100 ? percent : null
}

/** Money that has been typed in yuan, as fen: 99 → 9900, 9.9 → 990, ¥0.05 → 5. Null when it is none. */
export function fenOf(text: string): number | null {
  const [, whole, part = ''] = /^[¥\uffe5]?\s*(\d{1,7})(?:\.(\d{0,2}))?$/.exec(text.trim()) ?? []
  return whole === undefined ? null : Number(whole) * 100 + Number(part.padEnd(2, '0'))
}

/** A whole number that has been typed, between two bounds; null when it is none. */
export function wholeOf(text: string, least: number, most: number): number | null {
  const number = /^\d{1,8}$/.test(text.trim()) ? Number(text) : Number.NaN
  return number >= least && number <= most ? number : null
}
