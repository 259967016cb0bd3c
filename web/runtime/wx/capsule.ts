import type { Engine } from '../engine'
import { words as own } from '../words'
import { chooseAction, showModal } from './dialogs'
import { OPENID_KEY, SESSION_KEY } from './identity'
import type { Platform } from './platform'
import { share, shareToMoments } from './share'
import { make, makeButton } from './sheet'
import type { WebSession } from './webSession'

/** Where the school hears what learners think; the desk writes it among its messages. */
const FEEDBACK_PATH = '/wechat/feedback'

function restart(): void {
  location.hash = ''
  location.reload()
}

async function switchAccount({ identity }: Platform): Promise<void> {
  const before = { session: localStorage.getItem(SESSION_KEY), openid: localStorage.getItem(OPENID_KEY) }
  await identity.renew(before.session ?? undefined)
  restart()
}

async function sendFeedback(engine: Engine, { desk, toasts }: Platform): Promise<void> {
  const answer = await showModal(engine.chrome.overlay(), {
    title: own().feedback,
    editable: true,
    placeholderText: own().feedbackHint,
    confirmText: own().send,
  })
  const words = typeof answer.content === 'string' ? answer.content.trim() : ''
  if (!answer.confirm || !words) return
  const reply = await desk.post(FEEDBACK_PATH, { words, path: engine.router.current()?.path ?? '' }).catch(() => null)
  toasts.showToast({
    title: reply?.status === 200 ? own().feedbackThanks : own().feedbackFailed,
    icon: 'none',
  })
}

async function signIn({ login }: WebSession): Promise<void> {
  // Somebody who is now known sees their own things: the page begins again.
  if ((await login({ isAsked: true })).ok) location.reload()
}

async function signOut(engine: Engine, web: WebSession): Promise<void> {
  const { confirm } = await showModal(engine.chrome.overlay(), {
    title: own().signOut,
    content: own().signOutWords,
    confirmText: own().leave,
  })
  if (!confirm) return
  await web.leave()
  restart()
}

/** At a storefront one signs in and out; on a desk one chooses who one is. */
const identityActs = (engine: Engine, platform: Platform): Record<string, () => Promise<void>> => {
  const { web } = platform
  if (!web) return { [own().switchAccount]: () => switchAccount(platform) }
  return web.isSignedIn() ? { [own().signOut]: () => signOut(engine, web) } : { [own().signIn]: () => signIn(web) }
}

async function openMenu(engine: Engine, platform: Platform): Promise<void> {
  const acts: Record<string, () => Promise<void> | void> = {
    [own().share]: () => share(engine, 'menu'),
    [own().moments]: () => shareToMoments(engine, platform),
    ...identityActs(engine, platform),
    [own().restart]: restart,
    ...(platform.hasDesk && { [own().feedback]: () => sendFeedback(engine, platform) }),
  }
  const names = Object.keys(acts)
  const chosen = await chooseAction(engine.chrome.overlay(), platform.appName, names).then(
    (index) => names[index],
    () => undefined, // the person left
  )
  if (chosen) await acts[chosen]?.()
}

/** The capsule at the top right, as WeChat draws it over every page: ··· opens the menu, ◎ starts the mini-program again. */
export function openCapsule(engine: Engine, platform: Platform): void {
  const capsule = make('div', 'wx-capsule')
  const more = makeButton('wx-capsule-part wx-capsule-more', '', () => void openMenu(engine, platform))
  more.setAttribute('aria-label', own().more)
  const again = makeButton('wx-capsule-part wx-capsule-again', '', restart)
  again.setAttribute('aria-label', own().again)
  capsule.append(more, again)
  const place = (): void => {
    const { top, left, width, height } = engine.layout().menuButton
    Object.assign(capsule.style, { top: `${top}px`, left: `${left}px`, width: `${width}px`, height: `${height}px` })
  }
  engine.chrome.overlay().append(capsule)
  place()
  engine.on('resize', place)
}
