/** The app's own script as index.html names it: its hash changes with every release. */
const scriptIn = (html: Document): string | null | undefined =>
  html.querySelector('script[type="module"][src*="app-"]')?.getAttribute('src')

/**
 * Whether the server now offers another release than the one running here: after a deploy the old chunks are gone.
 * Rejects when the server cannot be reached.
 */
export async function isReplaced(): Promise<boolean> {
  const response = await fetch(location.pathname, { cache: 'no-store' })
  if (!response.ok) return false
  const offered = scriptIn(new DOMParser().parseFromString(await response.text(), 'text/html'))
  return offered !== undefined && offered !== scriptIn(document)
}
