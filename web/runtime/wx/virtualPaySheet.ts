import { yuanOf } from './cashier'
import { fact, openMoneySheet } from './moneySheet'
import { make, makeButton } from './sheet'
import type { Phone, VirtualSheet } from './virtualPayment'

const PHONES: { phone: Phone; words: string; payer: string }[] = [
  { phone: 'android', words: '安卓', payer: '沙箱零钱' },
  { phone: 'ios', words: '苹果', payer: 'Apple 沙箱账户' },
]

const WORDS = {
  label: '虚拟支付(沙箱)',
  note: '虚拟支付沙箱,不会真实扣款',
  checking: '正在核对账单',
  busy: '正在付款',
  done: '支付成功',
  refused: '没有付款成功',
}

/** The sheet of virtual payment's sandbox. A browser is neither phone: the person says which one it stands for. */
export function openVirtualPaySheet(overlay: HTMLElement): VirtualSheet {
  const { ask, ...sheet } = openMoneySheet(overlay, WORDS)
  return {
    ...sheet,
    async ask({ fen, merchantName, description, outTradeNo }) {
      let chosen: Phone = 'android'
      const payer = fact('付款方式', '')
      const switcher = make('div', 'wx-pay-phones')
      switcher.setAttribute('role', 'radiogroup')
      switcher.setAttribute('aria-label', '这台手机')
      const choose = (phone: Phone): void => {
        chosen = phone
        for (const [index, button] of buttons.entries())
          button.setAttribute('aria-checked', String(PHONES[index]?.phone === phone))
        const words = payer.querySelector('.wx-pay-fact-words')
        if (words) words.textContent = PHONES.find((one) => one.phone === phone)?.payer ?? ''
      }
      const buttons = PHONES.map(({ phone, words }) => {
        const button = makeButton('wx-pay-phone', words, () => choose(phone))
        button.setAttribute('role', 'radio')
        return button
      })
      switcher.append(...buttons)
      choose('android')
      const parts = [
        make('div', 'wx-pay-merchant', merchantName),
        make('div', 'wx-pay-amount', yuanOf(fen)),
        fact('商品', description),
        fact('商户单号', outTradeNo),
        payer,
        switcher,
      ]
      return (await ask(parts, '确认支付', '取消')) === 'confirm' ? chosen : 'cancel'
    },
  }
}
