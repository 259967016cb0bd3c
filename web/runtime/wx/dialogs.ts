import { words as own } from '../words'
import { type Facts, optionalFlag, optionalNumber, optionalText, Refusal, textIn, textsIn } from './api'
import { make, makeButton, openSheet, type Sheet } from './sheet'

const TOAST_MS = 1500
/** WeChat's limits on words and items. */
const MAX_BUTTON_CHARACTERS = 4
const MAX_ACTIONS = 6

/** `none` has no sign; the others are drawn by the style sheet. */
const ICONS = ['success', 'error', 'loading', 'none']

/** Toasts and loadings share one place: showing one takes the other away, as in WeChat. */
export function toasts(overlay: () => HTMLElement) {
  let shown: { layer: HTMLElement; kind: 'toast' | 'loading' } | null = null
  let timer: ReturnType<typeof setTimeout> | undefined

  function hide(): void {
    clearTimeout(timer)
    shown?.layer.remove()
    shown = null
  }
  function show(kind: 'toast' | 'loading', title: string, icon: string, image: string, hasMask: boolean): void {
    hide()
    const layer = make('div', 'wx-toast-layer')
    layer.toggleAttribute('data-mask', hasMask)
    const box = make('div', `wx-toast wx-toast-${image ? 'image' : icon}`)
    box.setAttribute('role', 'status')
    if (image) {
      const picture = make('img', 'wx-toast-mark')
      picture.src = image
      picture.alt = ''
      box.append(picture)
    } else if (icon !== 'none') box.append(make('div', 'wx-toast-mark'))
    box.append(make('div', 'wx-toast-words', title))
    layer.append(box)
    overlay().append(layer)
    shown = { layer, kind }
  }
  return {
    showToast(options: Facts): void {
      const icon = optionalText(options, 'icon', 'success')
      if (!ICONS.includes(icon)) throw new Refusal(`parameter error: invalid icon "${icon}"`)
      const title = textIn(options, 'title')
      show('toast', title, icon, optionalText(options, 'image', ''), optionalFlag(options, 'mask', false))
      timer = setTimeout(hide, optionalNumber(options, 'duration', TOAST_MS))
    },
    showLoading(options: Facts): void {
      show('loading', textIn(options, 'title'), 'loading', '', optionalFlag(options, 'mask', false))
    },
    hide,
  }
}

function limited(options: Facts, name: string, otherwise: string): string {
  const words = optionalText(options, name, otherwise)
  if ([...words].length > MAX_BUTTON_CHARACTERS) {
    throw new Refusal(`${name} length should not larger than ${MAX_BUTTON_CHARACTERS} Chinese characters`)
  }
  return words
}

/** `wx.showModal`: answers what was pressed, and the words typed when `editable`. */
export function showModal(overlay: HTMLElement, options: Facts): Promise<Facts> {
  const title = optionalText(options, 'title', '')
  const content = optionalText(options, 'content', '')
  const confirmText = limited(options, 'confirmText', own().confirm)
  const cancelText = limited(options, 'cancelText', own().cancel)
  const isEditable = optionalFlag(options, 'editable', false)
  return new Promise((resolve) => {
    const sheet = openSheet(overlay, { kind: 'centre', label: title || content })
    const written = make('input', 'wx-modal-input')
    const settle = (isConfirmed: boolean): void => {
      sheet.close()
      const content = isConfirmed && isEditable ? written.value : null
      resolve({ confirm: isConfirmed, cancel: !isConfirmed, content })
    }
    if (title) sheet.panel.append(make('div', 'wx-modal-title', title))
    if (isEditable) {
      written.value = content
      written.placeholder = optionalText(options, 'placeholderText', '')
      sheet.panel.append(written)
    } else if (content)
      sheet.panel.append(make('div', title ? 'wx-modal-words' : 'wx-modal-words wx-modal-alone', content))
    const row = make('div', 'wx-modal-buttons')
    const confirm = makeButton('wx-modal-confirm', confirmText, () => settle(true))
    confirm.style.color = optionalText(options, 'confirmColor', '')
    if (optionalFlag(options, 'showCancel', true)) {
      const cancel = makeButton('wx-modal-cancel', cancelText, () => settle(false))
      cancel.style.color = optionalText(options, 'cancelColor', '')
      row.append(cancel)
    }
    row.append(confirm)
    sheet.panel.append(row)
    if (isEditable) written.focus()
  })
}

/** `wx.showActionSheet`: answers the index pressed; leaving fails with `cancel`. */
export function showActionSheet(overlay: HTMLElement, options: Facts): Promise<Facts> {
  const items = textsIn(options, 'itemList')
  if (items.length === 0) throw new Refusal('parameter error: itemList should have at least one item')
  if (items.length > MAX_ACTIONS) throw new Refusal(`parameter error: itemList should not exceed ${MAX_ACTIONS} items`)
  const title = optionalText(options, 'alertText', '')
  return chooseAction(overlay, title, items, optionalText(options, 'itemColor', '')).then((tapIndex) => ({ tapIndex }))
}

/** A list of actions from below; refuses with `cancel` when the person leaves. */
export function chooseAction(overlay: HTMLElement, title: string, items: string[], colour = ''): Promise<number> {
  return new Promise((resolve, reject) => {
    const leave = (): void => {
      sheet.close()
      reject(new Refusal('cancel'))
    }
    const sheet: Sheet = openSheet(overlay, { kind: 'bottom', label: title || own().actions, onMask: leave })
    if (title) sheet.panel.append(make('div', 'wx-action-title', title))
    items.forEach((item, index) => {
      const button = makeButton('wx-action', item, () => {
        sheet.close()
        resolve(index)
      })
      button.style.color = colour
      sheet.panel.append(button)
    })
    sheet.panel.append(makeButton('wx-action wx-action-leave', own().cancel, leave))
  })
}

/** One thing to read, one button. Resolves when it is pressed. */
export const notice = async (overlay: HTMLElement, title: string, content: string): Promise<void> => {
  await showModal(overlay, { title, content, showCancel: false, confirmText: own().understood })
}

/** What the mini-program may be asked to consent to: the platform's own privacy sheet. Answers whether the person agreed. */
export function askPrivacy(overlay: HTMLElement, name: string): Promise<boolean> {
  return new Promise((resolve) => {
    const settle = (isAgreed: boolean): void => {
      sheet.close()
      resolve(isAgreed)
    }
    const sheet = openSheet(overlay, { kind: 'bottom', label: own().privacy })
    sheet.panel.append(
      make('div', 'wx-sheet-title', own().privacy),
      make('p', 'wx-sheet-words', own().privacyAsk(name)),
      makeButton('wx-sheet-main', own().agree, () => settle(true)),
      makeButton('wx-sheet-second', own().refuse, () => settle(false)),
    )
  })
}

export type Subscribed = Record<string, 'accept' | 'reject'>

/** WeChat's sheet for one-time messages: each template is accepted or not. */
export function askSubscriptions(
  overlay: HTMLElement,
  templates: { id: string; title: string }[],
): Promise<Subscribed> {
  return new Promise((resolve) => {
    const sheet = openSheet(overlay, { kind: 'bottom', label: own().messages })
    const boxes = templates.map(({ id, title }) => {
      const row = make('label', 'wx-subscribe-row')
      const box = make('input', 'wx-subscribe-box')
      box.type = 'checkbox'
      box.checked = true
      const words = make('span', 'wx-subscribe-words', title)
      words.append(make('small', '', own().template(id)))
      row.append(box, words)
      return { id, box, row }
    })
    const settle = (isAllowed: boolean): void => {
      sheet.close()
      resolve(Object.fromEntries(boxes.map(({ id, box }) => [id, isAllowed && box.checked ? 'accept' : 'reject'])))
    }
    sheet.panel.append(
      make('div', 'wx-sheet-title', own().messagesAsk),
      make('p', 'wx-sheet-words', own().messagesOnce),
      ...boxes.map(({ row }) => row),
      makeButton('wx-sheet-main', own().permit, () => settle(true)),
      makeButton('wx-sheet-second', own().cancel, () => settle(false)),
    )
  })
}
