const CHARACTERS_A_MINUTE = 300
const LEAST_SECONDS = 30

/** Seconds an attentive reader needs for a Markdown text: 300 Chinese characters a minute, a foreign word as two of them. */
export function readingSeconds(markdown: string): number {
  const text = markdown.replace(/\]\([^)]*\)/g, ']').replace(/<\/?[a-z][^<>\n]*>/gi, '')
  const characters = text.match(/\p{Script=Han}/gu)?.length ?? 0
  const words = text.match(/[\p{Script=Latin}\p{N}]+/gu)?.length ?? 0
  return Math.max(LEAST_SECONDS, Math.round(((characters + words * 2) / CHARACTERS_A_MINUTE) * 60))
}
