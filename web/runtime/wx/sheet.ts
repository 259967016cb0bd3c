/** Makes one element with a class and words; everything a sheet shows is text, never markup. */
export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  className: string,
  words = '',
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag)
  element.className = className
  if (words) element.textContent = words
  return element
}

/** A button that people press; `kind` is a class of the sheet's style. */
export function makeButton(className: string, words: string, act: () => void): HTMLButtonElement {
  const button = make('button', className, words)
  button.type = 'button'
  button.addEventListener('click', act)
  return button
}

export type Sheet = { panel: HTMLElement; close(): void }

type SheetOptions = { kind: 'bottom' | 'centre' | 'full'; label: string; onMask?: () => void }

/** Puts a layer over everything: a mask and a panel on it. `onMask` is what a press outside the panel does. */
export function openSheet(overlay: HTMLElement, { kind, label, onMask }: SheetOptions): Sheet {
  const layer = make('div', `wx-sheet-layer wx-sheet-${kind}`)
  const panel = make('div', 'wx-sheet')
  panel.setAttribute('role', 'dialog')
  panel.setAttribute('aria-modal', 'true')
  panel.setAttribute('aria-label', label)
  panel.tabIndex = -1
  // A tap opens a sheet at `touchend`; the click that the browser sends after it began outside and must not press the sheet.
  let hasPressBegunHere = false
  layer.addEventListener('pointerdown', () => {
    hasPressBegunHere = true
  })
  layer.addEventListener(
    'click',
    (event) => {
      const isFromPointer = event.detail > 0
      if (isFromPointer && !hasPressBegunHere) event.stopImmediatePropagation()
      else if (event.target === layer) onMask?.()
    },
    { capture: true },
  )
  layer.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') onMask?.()
  })
  const before = document.activeElement
  layer.append(panel)
  overlay.append(layer)
  panel.focus({ preventScroll: true })
  return {
    panel,
    close() {
      layer.remove()
      if (before instanceof HTMLElement) before.focus({ preventScroll: true })
    },
  }
}
