import { words as own } from '../words'
import { make, makeButton, openSheet } from './sheet'

const DONE_MS = 700
/** Hours and minutes as they are where the school is, whatever the machine's own zone. */
const CLOCK = { hour: '2-digit', minute: '2-digit', hour12: false, timeZone: 'Asia/Shanghai' } as const

const DAY = { ...CLOCK, month: 'numeric', day: 'numeric' } as const

/** The day and the hour, for what may be done tomorrow. */
export const dayOf = (iso: string): string => new Date(iso).toLocaleString('zh-CN', DAY)
export const clockOf = (iso: string): string => new Date(iso).toLocaleTimeString('zh-CN', CLOCK)

/** The words of a sheet about money; `note` says on every one of its faces that this is a sandbox. */
type Words = { label: string; note: string; checking: string; busy: string; done: string; refused: string }

export const fact = (name: string, words: string): HTMLElement => {
  const row = make('div', 'wx-pay-fact')
  row.append(make('span', 'wx-pay-fact-name', name), make('span', 'wx-pay-fact-words', words))
  return row
}

/** A sheet about money: like WeChat Pay's, and never to be taken for it. It begins with looking at what it is about. */
export function openMoneySheet(overlay: HTMLElement, words: Words) {
  const { panel, close } = openSheet(overlay, { kind: 'bottom', label: words.label })
  panel.classList.add('wx-pay')
  const show = (...parts: Node[]): void => panel.replaceChildren(make('div', 'wx-pay-sandbox', words.note), ...parts)
  const wait = (what: string): void => {
    const box = make('div', 'wx-pay-waiting')
    box.append(make('div', 'wx-spinner'), make('div', '', what))
    show(box)
  }
  wait(words.checking)

  return {
    /** Shows what it is about and asks: `confirm`, or `cancel`. */
    ask: (parts: Node[], confirm: string, cancel: string) =>
      new Promise<'confirm' | 'cancel'>((resolve) =>
        show(
          ...parts,
          makeButton('wx-sheet-main wx-pay-confirm', confirm, () => resolve('confirm')),
          makeButton('wx-sheet-second wx-pay-cancel', cancel, () => resolve('cancel')),
        ),
      ),
    busy: () => wait(words.busy),
    done: () =>
      new Promise<void>((resolve) => {
        const box = make('div', 'wx-pay-waiting wx-pay-done')
        box.setAttribute('role', 'status')
        box.append(make('div', 'wx-pay-tick'), make('div', '', words.done))
        show(box)
        setTimeout(resolve, DONE_MS)
      }),
    refuse: (why: string) =>
      new Promise<void>((resolve) => {
        const told = make('div', 'wx-pay-refusal', why)
        told.setAttribute('role', 'alert')
        show(make('div', 'wx-sheet-title', words.refused), told, makeButton('wx-sheet-main', own().understood, resolve))
      }),
    close,
  }
}
