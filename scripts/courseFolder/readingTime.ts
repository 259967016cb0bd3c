const CHARACTERS_A_MINUTE = 300
const LEAST_SECONDS = 30

/** Seconds an attentive reader needs for words: 300 Chinese characters a minute, a foreign word as two of them. */
function secondsFor(text: string): number {
  const characters = text.match(/\p{Script=Han}/gu)?.length ?? 0
  const words = text.match(/[\p{Script=Latin}\p{N}]+/gu)?.length ?? 0
  return Math.round(((characters + words * 2) / CHARACTERS_A_MINUTE) * 60)
}

/** … for a Markdown text. */
export const readingSeconds = (markdown: string): number =>
  Math.max(LEAST_SECONDS, secondsFor(markdown.replace(/\]\([^)]*\)/g, ']').replace(/<\/?[a-z][^<>\n]*>/gi, '')))

/** A page without words is looked at; one full of small print is not read in one breath. */
const LEAST_PAGE_SECONDS = 8
const MOST_PAGE_SECONDS = 600

/** … for a page with these words. */
export const pageSeconds = (text: string): number =>
  Math.min(MOST_PAGE_SECONDS, Math.max(LEAST_PAGE_SECONDS, secondsFor(text)))
