/** Style sheets of pages, each fetched once, when its page is first opened. */
const sheets = new Map<string, Promise<void>>()

/** Puts the sheet after all that are there. Rejects when it cannot be fetched; the next try asks again. */
export function addSheet(url: string): Promise<void> {
  const known = sheets.get(url)
  if (known) return known
  const added = new Promise<void>((resolve, reject) => {
    const link = document.createElement('link')
    link.rel = 'stylesheet'
    link.href = url
    link.onload = () => resolve()
    link.onerror = () => {
      link.remove()
      sheets.delete(url)
      reject(new Error(`the style sheet ${url} could not be fetched`))
    }
    document.head.append(link)
  })
  sheets.set(url, added)
  return added
}
