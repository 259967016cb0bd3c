import { yuanOf } from './cashier'
import { dayOf, fact, openMoneySheet } from './moneySheet'
import { make } from './sheet'
import type { TransferSheet } from './transfer'

const WORDS = {
  label: '微信收款(沙箱)',
  note: '沙箱转账,不会真实到账',
  checking: '正在核对',
  busy: '正在收款',
  done: '已确认收款',
  refused: '没有收款成功',
}

/** The sheet on which a person takes money from the merchant: like WeChat's, and never to be taken for it. */
export function openTransferSheet(overlay: HTMLElement): TransferSheet {
  const { ask, ...sheet } = openMoneySheet(overlay, WORDS)
  return {
    ...sheet,
    ask: ({ fen, merchantName, remark, outBillNo, expiresAt }) =>
      ask(
        [
          make('div', 'wx-pay-merchant', `${merchantName} 转给你`),
          make('div', 'wx-pay-amount', yuanOf(fen)),
          fact('说明', remark),
          fact('商户单号', outBillNo),
          fact('收到', '沙箱零钱'),
          fact('请在此前收款', dayOf(expiresAt)),
        ],
        '确认收款',
        '以后再说',
      ),
  }
}
