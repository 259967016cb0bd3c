import { yuanOf } from './cashier'
import { clockOf, fact, openMoneySheet } from './moneySheet'
import type { PaySheet } from './payment'
import { make } from './sheet'

const WORDS = {
  label: '微信支付(沙箱)',
  note: '沙箱支付,不会真实扣款',
  checking: '正在核对账单',
  busy: '正在付款',
  done: '支付成功',
  refused: '没有付款成功',
}

/** The pay sheet: like WeChat Pay's, and never to be taken for it. */
export function openPaySheet(overlay: HTMLElement): PaySheet {
  const { ask, ...sheet } = openMoneySheet(overlay, WORDS)
  return {
    ...sheet,
    ask: ({ fen, merchantName, description, outTradeNo, expiresAt }) =>
      ask(
        [
          make('div', 'wx-pay-merchant', merchantName),
          make('div', 'wx-pay-amount', yuanOf(fen)),
          fact('商品', description),
          fact('商户单号', outTradeNo),
          fact('付款方式', '沙箱零钱'),
          fact('请在此前付款', clockOf(expiresAt)),
        ],
        '确认支付',
        '取消',
      ),
  }
}
