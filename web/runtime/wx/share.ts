import type { Card, Engine } from '../engine'
import { words as own } from '../words'
import { chooseAction } from './dialogs'
import { type Platform, platformOf } from './platform'

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

/** Posting in the moments, in a browser: the address of the page as it stands there, alone and without its person. */
export async function shareToMoments(engine: Engine, { toasts }: Platform): Promise<void> {
  const card = await engine.router.momentsCard()
  if (card) await copy(engine, card)
  else toasts.showToast({ title: own().noMoments, icon: 'none' })
}
