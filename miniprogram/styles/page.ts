import { type Language, language } from '../words/speak'
import { nameTabs } from '../words/tabs'
import { look } from './look'

type Table = object

/** What a template can show: sentences that need facts are said by the page's own code. */
function shown(words: Table): object {
  return Object.fromEntries(
    Object.entries(words).flatMap(([name, value]): [string, unknown][] => {
      if (typeof value === 'function') return []
      return [[name, typeof value === 'object' && !Array.isArray(value) ? shown(value as Table) : value]]
    }),
  )
}

type Spoken = { data: { lang?: Language; look?: string }; setData(change: object): void }

/** Brings words and look of an open page or component to what was chosen since. Nothing is sent while nothing changed. */
function follow(it: Spoken, words: () => Table, hasLook: boolean): void {
  if (it.data.lang !== language()) it.setData({ lang: language(), w: shown(words()) })
  if (hasLook && it.data.look !== look()) it.setData({ look: look() })
}

const nothing = (): Table => ({})

/** A component that speaks the language in use: its template has `w`. */
export const speaks = (words: () => Table) =>
  Behavior({
    data: { w: shown(words()), lang: language() },
    lifetimes: {
      attached() {
        follow(this as Spoken, words, false)
      },
    },
    pageLifetimes: {
      show() {
        follow(this as Spoken, words, false)
      },
    },
  })

/**
 * What every page has: `w`, its words in the language in use (a word named `title` is the bar's), and `look` for its `page-meta`.
 * Both follow when the page is shown after a change.
 */
export function page(words: () => Table = nothing) {
  /** Titled once in a language: a page may have given its bar another title since. */
  const titled = new WeakMap<object, Language>()
  return Behavior({
    data: { w: shown(words()), lang: language(), look: look() },
    lifetimes: {
      attached() {
        follow(this as Spoken, words, true)
      },
    },
    pageLifetimes: {
      show() {
        follow(this as Spoken, words, true)
        nameTabs()
        const { title } = words() as { title?: string }
        const before = titled.get(this)
        titled.set(this, language())
        // The page's JSON has the simplified one.
        if (title && before !== language() && (before || language() !== 'zh-Hans'))
          void wx.setNavigationBarTitle({ title })
      },
    },
  })
}
