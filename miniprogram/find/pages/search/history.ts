const MOST_KEPT = 8

/** The words looked for last, the newest first, each once. */
export const remember = (history: string[], keyword: string): string[] =>
  keyword ? [keyword, ...history.filter((one) => one !== keyword)].slice(0, MOST_KEPT) : history
