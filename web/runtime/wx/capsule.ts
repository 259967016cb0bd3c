import type { Engine } from '../engine'
import { chooseAction, showModal } from './dialogs'
import { OPENID_KEY, SESSION_KEY } from './identity'
import type { Platform } from './platform'
import { share } from './share'
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
    title: '反馈',
    editable: true,
    placeholderText: '哪里不好用,写一句就好',
    confirmText: '发送',
  })
  const words = typeof answer.content === 'string' ? answer.content.trim() : ''
  if (!answer.confirm || !words) return
  const reply = await desk.post(FEEDBACK_PATH, { words, path: engine.router.current()?.path ?? '' }).catch(() => null)
  toasts.showToast({
    title: reply?.status === 200 ? '收到了,谢谢你' : '没有送出去,等一会儿再试',
    icon: 'none',
  })
}

async function signIn({ login }: WebSession): Promise<void> {
  // Somebody who is now known sees their own things: the page begins again.
  if ((await login({ isAsked: true })).ok) location.reload()
}

async function signOut(engine: Engine, web: WebSession): Promise<void> {
  const { confirm } = await showModal(engine.chrome.overlay(), {
    title: '退出登录',
    content: '这个浏览器会忘记你。课程、进度和证书都在云上,再扫一次码就回来。',
    confirmText: '退出',
  })
  if (!confirm) return
  await web.leave()
  restart()
}

/** At a storefront one signs in and out; on a desk one chooses who one is. */
const identityActs = (engine: Engine, platform: Platform): Record<string, () => Promise<void>> => {
  const { web } = platform
  if (!web) return { 切换微信身份: () => switchAccount(platform) }
  return web.isSignedIn() ? { 退出登录: () => signOut(engine, web) } : { 用微信登录: () => signIn(web) }
}

async function openMenu(engine: Engine, platform: Platform): Promise<void> {
  const acts: Record<string, () => Promise<void> | void> = {
    转发: () => share(engine, 'menu'),
    ...identityActs(engine, platform),
    重新进入小程序: restart,
    ...(platform.hasDesk && { 反馈: () => sendFeedback(engine, platform) }),
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
  more.setAttribute('aria-label', '更多')
  const again = makeButton('wx-capsule-part wx-capsule-again', '', restart)
  again.setAttribute('aria-label', '重新进入')
  capsule.append(more, again)
  const place = (): void => {
    const { top, left, width, height } = engine.layout().menuButton
    Object.assign(capsule.style, { top: `${top}px`, left: `${left}px`, width: `${width}px`, height: `${height}px` })
  }
  engine.chrome.overlay().append(capsule)
  place()
  engine.on('resize', place)
}
