import { buildAll } from '../scripts/shop'

/** What is asked of these alone runs no function and opens no shop. */
const NEEDS_NO_BUILD = /^(core|miniprogram)\b/

/** Jest's global setup: the functions and the shop as they are now, built once for every suite. */
export default async ({ testPathPatterns: asked }: { testPathPatterns: { patterns: string[] } }): Promise<void> => {
  if (!asked.patterns.length || !asked.patterns.every((one) => NEEDS_NO_BUILD.test(one))) await buildAll()
}
