import { counted } from '../../../words/counted'
import { tongues } from '../../../words/speak'
import { MONTHS } from '../../../words/time'

export const reconciliationWords = tongues({
  zh: {
    title: '对账',
    none: '还没有比对过的日子',
    noneHint: '每天上午 10 点后,各支付平台前一天的账单会自动和账本逐笔比对',
    again: '再试一次',
    end: '就这些了',
    noMovements: '这一天没有收退款',
    billLater: '账单还没有出来,有了会自动比对;迟过一天半会提醒',
    nothing: '没有',
    noChange: '写下原因就了结,账本不变',
    weekdays: ['周日', '周一', '周二', '周三', '周四', '周五', '周六'],
    day: (month: number, date: number, weekday: string) => `${month}月${date}日 ${weekday}`,
    states: { waiting: '等账单', even: '已对平', differs: '有差异', resolved: '已了结' },
    differences: (count: number) => `${count} 处差异`,
    taken: (count: number, amount: string) => `收 ${count} 笔 ${amount}`,
    given: (count: number, amount: string) => ` · 退 ${count} 笔 ${amount}`,
    fee: (amount: string) => `手续费 ${amount}`,
    comparedWhen: (when: string) => `${when} 比对`,
    about: { payment: '收款', refund: '退款', transfer: '提现', other: '资金' },
    places: {
      wechatPay: '微信支付商户平台',
      virtualPay: '小程序后台的「虚拟支付」',
      alipay: '支付宝商家平台',
    },
    advice: {
      refundMissingHere: (place: string) => `多半是有人在后台直接退的。到${place}按单号查是谁操作的`,
      missingHere: (place: string) => `可能是同一个商户号的别的店收的,也可能通知丢了。到${place}按单号查这笔钱是谁付的`,
      coinsMissingHere: (place: string) =>
        `多半是学员买了代币、还没有用掉:他再点一次购买就会入账。也可到${place}按单号查`,
      transferMissingThere: (place: string) => `到${place}的「商家转账」里按单号查,看钱有没有真的出去`,
      missingThere: (place: string) => `先过一天再比对一次,半夜的单可能在前后一天的账单里;仍没有,就到${place}按单号查`,
      amount: (place: string) => `到${place}按单号看实际金额,以平台为准`,
      state: (place: string) => `到${place}看这笔钱现在到了哪里。没有送到的退款,要换个办法退给学员`,
      otherwise: (place: string) => `对照${place}的资金流水,找当天这个单号的那一行`,
    },
    willBook: (amount: string) => `写下原因后,账本会记一笔 ${amount} 的差异,与实际资金对齐`,
    differenceStates: { open: '待了结', mended: '后来对上了', resolved: '已了结' },
    gap: (amount: string) => `差 ${amount}`,
    reasonWhen: (when: string, reason: string) => `${when}:${reason}`,
    findings: {
      paymentMissingHere: '账单上有这笔收款,账本里没有',
      paymentMissingThere: '账本里有这笔收款,账单上没有',
      paymentAmount: '收款金额和账单不一样',
      refundMissingHere: '账单上有这笔退款,账本里没有',
      refundMissingThere: '账本里有这笔退款,账单上没有',
      refundAmount: '退款金额和账单不一样',
      refundState: '退款进行到哪一步,和账单说的不一样',
      transferAmount: '提现金额和资金账单不一样',
      transferState: '资金账单上提现已退回,这里还没有',
      transferMissing: '账本里已经提现,资金账单上没有',
      fees: '账单上的手续费和已入账的不一样',
      fundsMissing: '交易账单上有,资金账单上没有',
      fundsAmount: '资金账单上的金额和交易账单算出来的不一样',
      fundsSum: '资金账单的期初加减当天收支,不等于期末',
      fundsOpening: '资金账单的期初,不等于前一天的期末',
      refundReturned: '退款没有送到,钱已退回商户号,这里记成了已退',
    },
    unknownFunds: (kinds: string) => `资金账单上有一笔${kinds},别处都没有`,
  },
  en: {
    title: 'Reconcile',
    none: 'No day has been compared yet',
    noneHint: 'Every day after 10 in the morning the bills of the day before are compared with the books, line by line',
    again: 'Try again',
    end: 'That is all',
    noMovements: 'No payments or refunds on this day',
    billLater: 'No bill yet; it is compared when it is there. After a day and a half you are told.',
    nothing: 'None',
    noChange: 'Your reason settles it. The books do not change.',
    weekdays: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
    day: (month, date, weekday) => `${weekday} ${date} ${MONTHS[month - 1]}`,
    states: { waiting: 'Bill to come', even: 'Even', differs: 'Differs', resolved: 'Settled' },
    differences: (count) => counted(count, 'difference'),
    taken: (count, amount) => `${count} in, ${amount}`,
    given: (count, amount) => ` · ${counted(count, 'refund')}, ${amount}`,
    fee: (amount) => `Fees ${amount}`,
    comparedWhen: (when) => `Compared ${when}`,
    about: { payment: 'Payment', refund: 'Refund', transfer: 'Withdrawal', other: 'Funds' },
    places: {
      wechatPay: 'the WeChat Pay merchant pages',
      virtualPay: "Virtual Payment in the mini-program's console",
      alipay: 'the Alipay merchant pages',
    },
    advice: {
      refundMissingHere: (place) => `Most likely somebody refunded it by hand. Look up its number in ${place}.`,
      missingHere: (place) =>
        `Another shop of the same merchant may have taken it, or the notice was lost. Look up who paid in ${place}.`,
      coinsMissingHere: (place) =>
        `Most likely a learner bought coins and has not spent them: the next tap on buying books it. Or look it up in ${place}.`,
      transferMissingThere: (place) =>
        `Look it up under merchant transfers in ${place}, to see whether the money really left`,
      missingThere: (place) =>
        `Wait a day and compare again: around midnight an order may be on the next bill. If it is still missing, look it up in ${place}.`,
      amount: (place) => `Look up the real amount by its number in ${place}, and go by that`,
      state: (place) =>
        `See in ${place} where the money is now. A refund that was not delivered has to reach the learner another way.`,
      otherwise: (place) => `Look for the line with this number among the movements of that day in ${place}`,
    },
    willBook: (amount) => `With your reason, the books take up a difference of ${amount}, to agree with the real money`,
    differenceStates: { open: 'To settle', mended: 'Agreed later', resolved: 'Settled' },
    gap: (amount) => `${amount} apart`,
    reasonWhen: (when, reason) => `${when}: ${reason}`,
    findings: {
      paymentMissingHere: 'The bill has this payment, the books do not',
      paymentMissingThere: 'The books have this payment, the bill does not',
      paymentAmount: 'The payment differs from the bill',
      refundMissingHere: 'The bill has this refund, the books do not',
      refundMissingThere: 'The books have this refund, the bill does not',
      refundAmount: 'The refund differs from the bill',
      refundState: 'The bill says the refund stands elsewhere',
      transferAmount: 'The withdrawal differs from the funds bill',
      transferState: 'The funds bill has the withdrawal back, the books do not',
      transferMissing: 'The books have this withdrawal, the funds bill does not',
      fees: 'The fees on the bill differ from those in the books',
      fundsMissing: 'The trade bill has it, the funds bill does not',
      fundsAmount: 'The funds bill differs from what the trade bill adds up to',
      fundsSum: 'Opening and movements of the funds bill do not come to its closing',
      fundsOpening: 'The funds bill does not open with what the day before closed with',
      refundReturned: 'The refund was not delivered and the money came back; the books have it as refunded',
    },
    unknownFunds: (kinds) => `The funds bill has a movement (${kinds}) that is nowhere else`,
  },
})

type Finding = keyof ReturnType<typeof reconciliationWords>['findings']

/** What the server writes down about each kind of difference. */
const findings: ReadonlyMap<string, Finding> = new Map([
  ['账单上有这笔收款,账本里没有', 'paymentMissingHere'],
  ['账本里有这笔收款,账单上没有', 'paymentMissingThere'],
  ['收款金额和账单不一样', 'paymentAmount'],
  ['账单上有这笔退款,账本里没有', 'refundMissingHere'],
  ['账本里有这笔退款,账单上没有', 'refundMissingThere'],
  ['退款金额和账单不一样', 'refundAmount'],
  ['退款进行到哪一步,和账单说的不一样', 'refundState'],
  ['提现金额和资金账单不一样', 'transferAmount'],
  ['资金账单上提现已退回,这里还没有', 'transferState'],
  ['账本里已经提现,资金账单上没有', 'transferMissing'],
  ['账单上的手续费和已入账的不一样', 'fees'],
  ['交易账单上有,资金账单上没有', 'fundsMissing'],
  ['资金账单上的金额和交易账单算出来的不一样', 'fundsAmount'],
  ['资金账单的期初加减当天收支,不等于期末', 'fundsSum'],
  ['资金账单的期初,不等于前一天的期末', 'fundsOpening'],
  ['退款没有送到,钱已退回商户号,这里记成了已退', 'refundReturned'],
])
const UNKNOWN_FUNDS = /^资金账单上有一笔(.+),别处都没有$/

/** What differs, as the server found it. */
export function findingWords(said: string): string {
  const known = findings.get(said)
  const [, kinds] = UNKNOWN_FUNDS.exec(said) ?? []
  const { findings: words, unknownFunds } = reconciliationWords()
  return known ? words[known] : kinds ? unknownFunds(kinds) : said
}
