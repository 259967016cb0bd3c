import type { Accent } from '../../core/contract/browseCatalog'

const KEY = 'accent'

let known: Accent | null | undefined

/** The shop's own colour as the home page last heard it; null is the house's. */
export function accent(): Accent | null {
  known ??= (wx.getStorageSync(KEY) || null) as Accent | null // only written below
  return known
}

/** Pages that are open follow when they are shown again. */
export function wearAccent(fresh: Accent | null): void {
  if (JSON.stringify(fresh) === JSON.stringify(accent())) return
  known = fresh
  if (fresh) wx.setStorageSync(KEY, fresh)
  else wx.removeStorageSync(KEY)
}

/** What is put over the tokens: both themes' colours, of which the style sheet takes its own. */
export const accentStyle = (worn: Accent | null): string =>
  worn
    ? Object.entries(worn)
        .flatMap(([theme, colours]) =>
          Object.entries(colours).map(([name, colour]) => `;--shop-${name}-${theme}:${colour}`),
        )
        .join('')
    : ''
