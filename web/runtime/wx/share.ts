import type { Engine } from '../engine'
import { words as own } from '../words'
import { chooseAction } from './dialogs'
import { platformOf } from './platform'

type Card = Awaited<ReturnType<Engine['router']['shareCard']>>

async function copy(engine: Engine, { title, url }: Card): Promise<void> {
  await navigator.clipboard.writeText(`${title}\n${url}`)
  platformOf(engine).toasts.showToast({ title: own().linkCopied, icon: 'none' })
}

/**
 * Forwarding, in a browser: the page's own `onShareAppMessage` names the card; its address goes through the device's share
 * sheet where there is one, or to the clipboard. Leaving the sheet changes nothing.
 */
export async function share(engine: Engine, from: 'button' | 'menu', target?: unknown): Promise<void> {
  const card = await engine.router.shareCard({ from, target })
  const ways = [...('share' in navigator ? [own().shareHere] : []), own().copyLink]
  const way = await chooseAction(engine.chrome.overlay(), card.title, ways).then(
    (index) => ways[index],
    () => null, // the person left
  )
  if (way === own().copyLink) await copy(engine, card)
  if (way === own().shareHere) {
    await navigator.share({ title: card.title, url: card.url }).catch((error: unknown) => {
      // Closing the device's sheet is an answer, not a failure.
      if (!(error instanceof DOMException && error.name === 'AbortError')) throw error
    })
  }
}
