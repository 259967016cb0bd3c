import type { GeneralComponent } from 'glass-easel'
import type { Engine } from '../engine'
import { append, builtIn, type Dressed, dressed, mark } from './define'

const shared = {
  value: { type: null, value: '' as unknown },
  name: String,
  placeholder: String,
  placeholderStyle: String,
  placeholderClass: { type: String, value: 'input-placeholder' },
  disabled: Boolean,
  /** -1 means no limit. */
  maxlength: { type: Number, value: 140 },
  focus: Boolean,
  autoFocus: Boolean,
  cursor: { type: Number, value: -1 },
  cursorSpacing: Number,
  cursorColor: String,
  selectionStart: { type: Number, value: -1 },
  selectionEnd: { type: Number, value: -1 },
  adjustPosition: { type: Boolean, value: true },
  holdKeyboard: Boolean,
  confirmHold: Boolean,
  ariaLabel: String,
}

type Written = HTMLInputElement | HTMLTextAreaElement

/** What `value` shows: a page may pass null or a number. */
const shown = (value: unknown): string => (value === null || value === undefined ? '' : String(value))

type Wishes = { focus: boolean; autoFocus: boolean; selectionStart: number; selectionEnd: number; cursor: number }

/** Everything `input` and `textarea` have in common: value, placeholder, focus, events. */
function writing(engine: Engine, component: GeneralComponent, host: HTMLElement, box: Written) {
  const hint: Dressed = dressed(component, 'wx-placeholder')
  host.append(hint.element)
  let wasFocusAsked = false
  let hasDrawnFocus = false
  let isComposing = false
  let lastKeyCode = 0

  const cursor = (): number => box.selectionStart ?? box.value.length
  const showHint = (): void => {
    hint.element.hidden = box.value !== ''
  }
  const tellInput = (): void => {
    showHint()
    component.setData({ value: box.value })
    engine.fire(component, 'input', { value: box.value, cursor: cursor(), keyCode: lastKeyCode })
  }
  box.addEventListener('keydown', (event) => {
    lastKeyCode = event instanceof KeyboardEvent ? event.keyCode : 0
  })
  box.addEventListener('compositionstart', () => {
    isComposing = true
    hint.element.hidden = true
  })
  box.addEventListener('compositionend', () => {
    isComposing = false
    tellInput()
  })
  box.addEventListener('input', () => {
    if (!isComposing) tellInput()
  })
  box.addEventListener('focus', () => engine.fire(component, 'focus', { value: box.value, height: 0 }))
  box.addEventListener('blur', () => {
    // The property falls back, so that the page may ask for the focus again.
    wasFocusAsked = false
    if (component.data.focus) component.setData({ focus: false })
    engine.fire(component, 'blur', { value: box.value, cursor: cursor(), encryptedValue: '', encryptError: '' })
  })
  host.addEventListener('click', (event) => {
    if (event.target !== box) box.focus()
  })

  function select({ selectionStart, selectionEnd, cursor: at }: Wishes): void {
    if (selectionStart >= 0 && selectionEnd >= 0) box.setSelectionRange(selectionStart, selectionEnd)
    else if (at >= 0) box.setSelectionRange(at, at)
  }
  return {
    drawValue(value: unknown): void {
      const text = shown(value)
      if (!isComposing && box.value !== text) box.value = text
      showHint()
    },
    drawHint(placeholder: string, className: string, style: string): void {
      hint.element.textContent = placeholder
      hint.dress(className, style)
      showHint()
    },
    drawFocus(wishes: Wishes): void {
      const isFirst = !hasDrawnFocus
      hasDrawnFocus = true
      const isAskedNow = (wishes.focus && !wasFocusAsked) || (isFirst && wishes.autoFocus)
      const isTakenBack = !wishes.focus && wasFocusAsked
      wasFocusAsked = wishes.focus
      if (isTakenBack && document.activeElement === box) box.blur()
      if (!isAskedNow) return
      // The page may still be sliding in or hidden in this very update.
      requestAnimationFrame(() => {
        box.focus()
        select(wishes)
      })
    },
    field: {
      name: () => component.data.name || null,
      value: () => box.value,
      reset: () => {
        component.setData({ value: '' })
        box.value = ''
        showHint()
      },
    },
    activate: () => box.focus(),
  }
}

/** Which keyboard a phone brings up for WeChat's input types. */
const keyboards: Record<string, string> = { number: 'numeric', digit: 'decimal', idcard: 'text', text: 'text' }
const enterKeys: Record<string, string> = { send: 'send', search: 'search', next: 'next', go: 'go', done: 'done' }

/** `input`: one line, a real text box inside. */
export function defineInput(engine: Engine): void {
  const properties = {
    ...shared,
    type: { type: String, value: 'text' },
    password: Boolean,
    confirmType: { type: String, value: 'done' },
    alwaysEmbed: Boolean,
  }
  builtIn(engine, 'input', properties, (component, host) => {
    const box = append(host, 'input')
    const writer = writing(engine, component, host, box)
    box.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.isComposing) return
      engine.fire(component, 'confirm', { value: box.value })
      if (!component.data.confirmHold) box.blur()
    })
    box.addEventListener('blur', () => {
      if (component.data.type === 'nickname') engine.fire(component, 'nicknamereview', { pass: true, timeout: false })
    })
    return {
      draw(values) {
        box.type = values.password || values.type === 'safe-password' ? 'password' : 'text'
        box.inputMode = keyboards[values.type] ?? 'text'
        box.enterKeyHint = enterKeys[values.confirmType] ?? 'done'
        box.disabled = values.disabled
        box.setAttribute('autocomplete', values.type === 'nickname' ? 'nickname' : 'off')
        box.ariaLabel = values.ariaLabel || values.placeholder
        box.style.caretColor = values.cursorColor
        if (values.maxlength >= 0) box.maxLength = values.maxlength
        else box.removeAttribute('maxlength')
        mark(host, 'disabled', values.disabled)
        writer.drawValue(values.value)
        writer.drawHint(values.placeholder, values.placeholderClass, values.placeholderStyle)
        writer.drawFocus(values)
      },
      field: writer.field,
      activate: writer.activate,
    }
  })
}

/** `textarea`: several lines, growing with its words when `auto-height`. */
export function defineTextarea(engine: Engine): void {
  const properties = {
    ...shared,
    placeholderClass: { type: String, value: 'textarea-placeholder' },
    autoHeight: Boolean,
    fixed: Boolean,
    showConfirmBar: { type: Boolean, value: true },
    disableDefaultPadding: Boolean,
    confirmType: { type: String, value: 'return' },
  }
  builtIn(engine, 'textarea', properties, (component, host) => {
    const box = append(host, 'textarea')
    const writer = writing(engine, component, host, box)
    let lines = 0

    /** Line counts come from the drawn height, as WeChat's `linechange` does. */
    function measure(): void {
      const isAuto = Boolean(component.data.autoHeight)
      if (isAuto) box.style.height = 'auto'
      const height = box.scrollHeight
      if (isAuto) box.style.height = `${height}px`
      const lineHeight = Number.parseFloat(getComputedStyle(box).lineHeight) || 20
      const lineCount = Math.max(1, Math.round(height / lineHeight))
      if (lineCount === lines) return
      lines = lineCount
      engine.fire(component, 'linechange', { height, heightRpx: height / (engine.rpxToPx(1) || 1), lineCount })
    }
    box.addEventListener('input', measure)
    box.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.isComposing || component.data.confirmType === 'return') return
      event.preventDefault()
      engine.fire(component, 'confirm', { value: box.value })
      if (!component.data.confirmHold) box.blur()
    })
    return {
      draw(values) {
        box.disabled = values.disabled
        box.ariaLabel = values.ariaLabel || values.placeholder
        box.style.caretColor = values.cursorColor
        if (values.maxlength >= 0) box.maxLength = values.maxlength
        else box.removeAttribute('maxlength')
        mark(host, 'disabled', values.disabled)
        mark(host, 'auto-height', values.autoHeight)
        box.rows = values.autoHeight ? 1 : 2
        writer.drawValue(values.value)
        writer.drawHint(values.placeholder, values.placeholderClass, values.placeholderStyle)
        writer.drawFocus(values)
        measure()
      },
      field: writer.field,
      activate: writer.activate,
    }
  })
}
