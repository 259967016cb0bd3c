/** The last good answer for a page, so that it opens at once and is refreshed behind. */
export function kept<T>(key: string): T | undefined {
  return (wx.getStorageSync(`kept.${key}`) || undefined) as T | undefined // only `keep` writes under this key
}

/** Keeps an answer for the next start. A full phone is no reason to fail the page. */
export function keep(key: string, value: unknown): void {
  wx.setStorage({ key: `kept.${key}`, data: value }).catch((error: unknown) => console.warn('not kept', key, error))
}
