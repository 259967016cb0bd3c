import { words as own } from '../words'
import { yuanOf } from './cashier'
import { clockOf, fact, openMoneySheet } from './moneySheet'
import type { PaySheet } from './payment'
import { make } from './sheet'

/** The pay sheet: like WeChat Pay's, and never to be taken for it. */
export function openPaySheet(overlay: HTMLElement): PaySheet {
  const { ask, ...sheet } = openMoneySheet(overlay, own().pay)
  return {
    ...sheet,
    ask: ({ fen, merchantName, description, outTradeNo, expiresAt }) =>
      ask(
        [
          make('div', 'wx-pay-merchant', merchantName),
          make('div', 'wx-pay-amount', yuanOf(fen)),
          fact(own().goods, description),
          fact(own().billNumber, outTradeNo),
          fact(own().payWith, own().sandboxBalance),
          fact(own().payBefore, clockOf(expiresAt)),
        ],
        own().confirmPayment,
        own().cancel,
      ),
  }
}
