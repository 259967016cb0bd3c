import { toTraditional } from './traditional'

/** The languages people may read the shop in. What teachers write stays as they wrote it. */
export type Language = 'zh-Hans' | 'zh-Hant' | 'en'

/** Words by name: sentences, sentences with something in them, lists, and tables of these. */
type Words = { readonly [name: string]: string | readonly string[] | ((...facts: never[]) => string) | Words }

/** The same names in another language. */
export type Same<T> = T extends string
  ? string
  : T extends readonly string[]
    ? readonly string[]
    : T extends (...facts: infer Facts) => string
      ? (...facts: Facts) => string
      : { readonly [Name in keyof T]: Same<T[Name]> }

const KEY = 'language'

/** `zh_TW`, `zh_HK`, `en` …: what WeChat itself speaks on this phone. */
function phoneLanguage(): Language {
  const { language } = wx.getAppBaseInfo()
  if (/^zh[-_](TW|HK|MO|Hant)/i.test(language)) return 'zh-Hant'
  return /^zh/i.test(language) ? 'zh-Hans' : 'en'
}

const isLanguage = (value: unknown): value is Language => value === 'zh-Hans' || value === 'zh-Hant' || value === 'en'

let inUse: Language | undefined

/** The language in use: the one that was chosen, else that of WeChat. Chinese where there is no phone (in tests). */
export function language(): Language {
  if (inUse) return inUse
  if (typeof wx === 'undefined') return 'zh-Hans'
  const chosen: unknown = wx.getStorageSync(KEY)
  inUse = isLanguage(chosen) ? chosen : phoneLanguage()
  return inUse
}

/** Speaks this language from now on; pages that are open follow when they are shown again. `null` goes back to WeChat's. */
export function chooseLanguage(chosen: Language | null): void {
  if (chosen) wx.setStorageSync(KEY, chosen)
  else wx.removeStorageSync(KEY)
  inUse = chosen ?? undefined
}

/** Characters no text has, in place of what is put into a sentence: names and titles are nobody's to convert. */
const PLACES = 0xe000

function traditionalSentence(say: (...facts: never[]) => string): (...facts: never[]) => string {
  return (...facts) => {
    const names: string[] = []
    const masked = facts.map((fact: unknown) =>
      typeof fact === 'string' ? String.fromCharCode(PLACES + names.push(fact) - 1) : fact,
    )
    const sentence = toTraditional(say(...(masked as never[]))) // the same facts, texts as placeholders
    return sentence.replace(/[\ue000-\uf8ff]/g, (place) => names[place.charCodeAt(0) - PLACES] ?? place)
  }
}

function traditional(words: Words): Words {
  const convert = (value: Words[string]): Words[string] => {
    if (typeof value === 'string') return toTraditional(value)
    if (typeof value === 'function') return traditionalSentence(value)
    return Array.isArray(value) ? value.map(toTraditional) : traditional(value as Words) // the one case left
  }
  return Object.fromEntries(Object.entries(words).map(([name, value]) => [name, convert(value)]))
}

/**
 * One table of words in both written languages: it does not compile when the English lacks a name. Traditional characters follow
 * from the simplified ones. Answers the table of the language in use, so ask it each time a text is made, not when a module loads.
 */
export function tongues<T extends Words>({ zh, en }: { zh: T; en: NoInfer<Same<T>> }): () => Same<T> {
  const simplified = zh as unknown as Same<T> // literal texts read as texts
  let inTraditional: Same<T> | undefined
  return () => {
    const spoken = language()
    if (spoken === 'en') return en
    if (spoken === 'zh-Hans') return simplified
    inTraditional ??= traditional(zh) as Same<T> // the same names
    return inTraditional
  }
}
