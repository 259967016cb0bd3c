import { type Bill, type PayChoice, type PaySheet, yuanOf } from './payment'
import { make, makeButton, openSheet } from './sheet'

const DONE_MS = 700
/** Hours and minutes as they are where the school is, whatever the machine's own zone. */
const CLOCK = { hour: '2-digit', minute: '2-digit', hour12: false, timeZone: 'Asia/Shanghai' } as const

/** The pay sheet: like WeChat Pay's, and never to be taken for it. */
export function openPaySheet(overlay: HTMLElement): PaySheet {
  const { panel, close } = openSheet(overlay, { kind: 'bottom', label: '微信支付(沙箱)' })
  panel.classList.add('wx-pay')
  const show = (...parts: Node[]): void => {
    const note = make('div', 'wx-pay-sandbox', '沙箱支付,不会真实扣款')
    panel.replaceChildren(note, ...parts)
  }
  const waiting = (words: string): HTMLElement => {
    const box = make('div', 'wx-pay-waiting')
    box.append(make('div', 'wx-spinner'), make('div', '', words))
    return box
  }
  const fact = (name: string, words: string): HTMLElement => {
    const row = make('div', 'wx-pay-fact')
    row.append(make('span', 'wx-pay-fact-name', name), make('span', 'wx-pay-fact-words', words))
    return row
  }
  show(waiting('正在核对账单'))

  function ask({ fen, merchantName, description, outTradeNo, expiresAt }: Bill): Promise<PayChoice> {
    return new Promise((resolve) => {
      const until = new Date(expiresAt).toLocaleTimeString('zh-CN', CLOCK)
      show(
        make('div', 'wx-pay-merchant', merchantName),
        make('div', 'wx-pay-amount', yuanOf(fen)),
        fact('商品', description),
        fact('商户单号', outTradeNo),
        fact('付款方式', '沙箱零钱'),
        fact('请在此前付款', until),
        makeButton('wx-sheet-main wx-pay-confirm', '确认支付', () => resolve('confirm')),
        makeButton('wx-sheet-second wx-pay-cancel', '取消', () => resolve('cancel')),
      )
    })
  }
  return {
    ask,
    busy: () => show(waiting('正在付款')),
    done: () =>
      new Promise((resolve) => {
        const box = make('div', 'wx-pay-waiting wx-pay-done')
        box.setAttribute('role', 'status')
        box.append(make('div', 'wx-pay-tick'), make('div', '', '支付成功'))
        show(box)
        setTimeout(resolve, DONE_MS)
      }),
    refuse: (words) =>
      new Promise((resolve) => {
        const why = make('div', 'wx-pay-refusal', words)
        why.setAttribute('role', 'alert')
        show(make('div', 'wx-sheet-title', '没有付款成功'), why, makeButton('wx-sheet-main', '知道了', resolve))
      }),
    close,
  }
}
