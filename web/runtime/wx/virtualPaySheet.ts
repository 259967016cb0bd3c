import { words as own } from '../words'
import { yuanOf } from './cashier'
import { fact, openMoneySheet } from './moneySheet'
import { make, makeButton } from './sheet'
import type { Phone, VirtualSheet } from './virtualPayment'

const phones = (): { phone: Phone; words: string; payer: string }[] => [
  { phone: 'android', words: own().android, payer: own().sandboxBalance },
  { phone: 'ios', words: own().apple, payer: own().appleSandbox },
]

/** The sheet of virtual payment's sandbox. A browser is neither phone: the person says which one it stands for. */
export function openVirtualPaySheet(overlay: HTMLElement): VirtualSheet {
  const { ask, ...sheet } = openMoneySheet(overlay, own().virtualPay)
  return {
    ...sheet,
    async ask({ fen, merchantName, description, outTradeNo }) {
      const all = phones()
      let chosen: Phone = 'android'
      const payer = fact(own().payWith, '')
      const switcher = make('div', 'wx-pay-phones')
      switcher.setAttribute('role', 'radiogroup')
      switcher.setAttribute('aria-label', own().thisPhone)
      const choose = (phone: Phone): void => {
        chosen = phone
        for (const [index, button] of buttons.entries())
          button.setAttribute('aria-checked', String(all[index]?.phone === phone))
        const words = payer.querySelector('.wx-pay-fact-words')
        if (words) words.textContent = all.find((one) => one.phone === phone)?.payer ?? ''
      }
      const buttons = all.map(({ phone, words }) => {
        const button = makeButton('wx-pay-phone', words, () => choose(phone))
        button.setAttribute('role', 'radio')
        return button
      })
      switcher.append(...buttons)
      choose('android')
      const parts = [
        make('div', 'wx-pay-merchant', merchantName),
        make('div', 'wx-pay-amount', yuanOf(fen)),
        fact(own().goods, description),
        fact(own().billNumber, outTradeNo),
        payer,
        switcher,
      ]
      return (await ask(parts, own().confirmPayment, own().cancel)) === 'confirm' ? chosen : 'cancel'
    },
  }
}
