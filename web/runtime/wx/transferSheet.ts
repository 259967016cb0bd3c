import { words as own } from '../words'
import { yuanOf } from './cashier'
import { dayOf, fact, openMoneySheet } from './moneySheet'
import { make } from './sheet'
import type { TransferSheet } from './transfer'

/** The sheet on which a person takes money from the merchant: like WeChat's, and never to be taken for it. */
export function openTransferSheet(overlay: HTMLElement): TransferSheet {
  const { ask, ...sheet } = openMoneySheet(overlay, own().transfer)
  return {
    ...sheet,
    ask: ({ fen, merchantName, remark, outBillNo, expiresAt }) =>
      ask(
        [
          make('div', 'wx-pay-merchant', own().givesYou(merchantName)),
          make('div', 'wx-pay-amount', yuanOf(fen)),
          fact(own().remark, remark),
          fact(own().billNumber, outBillNo),
          fact(own().into, own().sandboxBalance),
          fact(own().takeBefore, dayOf(expiresAt)),
        ],
        own().take,
        own().later,
      ),
  }
}
