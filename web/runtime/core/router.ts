import type { OpenType, PageInstance, Route, Router } from '../engine'
import { hashOf, routeOf } from './address'
import { appConfig, appShown, callApp, SCENE } from './app'
import { eventChannels } from './eventChannel'
import { notFoundScreen } from './notFound'
import { isReplaced } from './release'
import { callPage, openScreen, type PageConfig, type Screen } from './screen'
import { signal } from './signals'
import { drawTabBar, isTabPage, tabBarFor } from './tabBar'

const MAX_PAGES = 10
const HISTORY_ANSWER_MS = 400
const WARM_AFTER_MS = 2000

type Loaders = Record<string, () => Promise<unknown>>
type Events = Record<string, (...args: unknown[]) => void>
/** `url` keeps the query as the app wrote it: the address bar percent-encodes it. */
type HistoryState = { key: string; depth: number; url: string } | null

let loaders: Loaders = {}
let stack: Screen[] = []
/** Tab pages live on while another is shown. */
const tabs = new Map<string, Screen>()
const listeners = new Set<(route: Route, openType: OpenType) => void>()
let launched: Route = { path: '', query: {} }
let keys = 0
let removeNotFound: (() => void) | undefined
/** Route changes happen one after another, whoever asks. */
let queue: Promise<unknown> = Promise.resolve()

const nextKey = (): string => {
  keys += 1
  return `${Date.now().toString(36)}-${keys}`
}

export const topScreen = (): Screen | undefined => stack.at(-1)
export const getCurrentPages = (): PageInstance[] => stack.map(({ instance }) => instance)
export const currentPageInstance = (): PageInstance | undefined => topScreen()?.instance

function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const turn = queue.then(() => {
    removeNotFound?.()
    removeNotFound = undefined
    return work()
  })
  queue = turn.catch(() => undefined)
  return turn
}

const fail = (api: string, why: string): { errMsg: string } => ({ errMsg: `${api}:fail ${why}` })
const ok = (api: string): { errMsg: string } => ({ errMsg: `${api}:ok` })

const firstPage = (): string => appConfig().pages[0] ?? ''

async function loadPage(route: Route, api: string): Promise<void> {
  const load = loaders[route.path]
  if (!load) throw fail(api, `page "${route.path}" is not found`)
  try {
    await load()
  } catch (error) {
    console.error(error)
    if (await isReplaced().catch(() => false)) return startAnew(route)
    throw fail(api, `page "${route.path}" could not be loaded`)
  }
}

/** A new release is out: its page is opened by the new release itself. The old one waits to be gone. */
function startAnew(route: Route): Promise<never> {
  history.pushState(null, '', `#${hashOf(route)}`)
  location.reload()
  return new Promise(() => {})
}

const leftOf = (route: Route, depth: number): 'back' | 'home' | 'none' =>
  depth > 0 ? 'back' : isTabPage(route.path) || route.path === firstPage() ? 'none' : 'home'

function create(route: Route, depth: number, key: string, events: Events = {}) {
  const { opener, opened } = eventChannels(events)
  document.body.classList.toggle('mp-with-tabbar', tabBarFor(route.path))
  const screen = openScreen({
    key,
    route,
    window: appConfig().window as PageConfig,
    left: leftOf(route, depth),
    channel: opened,
    onBack: () => void router.navigateBack().catch(console.error),
    onHome: () => void goHome().catch(console.error),
  })
  return { screen, opener }
}

const goHome = (): Promise<unknown> =>
  isTabPage(firstPage()) ? router.switchTab({ url: `/${firstPage()}` }) : router.reLaunch({ url: `/${firstPage()}` })

function changed(openType: OpenType): void {
  const top = topScreen()
  if (!top) return
  document.body.classList.toggle('mp-with-tabbar', tabBarFor(top.route.path))
  for (const listener of [...listeners]) listener(top.route, openType)
}

function writeHistory(how: 'push' | 'replace' | 'keep', screen: Screen): void {
  if (how === 'keep') return
  const url = hashOf(screen.route)
  const state: HistoryState = { key: screen.key, depth: stack.length - 1, url }
  if (how === 'push') history.pushState(state, '', `#${url}`)
  else history.replaceState(state, '', `#${url}`)
}

/** Removes pages from the stack; tab pages are only hidden, unless everything starts anew. */
function drop(screens: Screen[], withTabs: boolean): void {
  for (const screen of screens.reverse())
    if (!withTabs && tabs.get(screen.route.path) === screen) screen.hide()
    else screen.destroy()
}

async function push(route: Route, how: 'push' | 'keep', events: Events, key = nextKey()) {
  await loadPage(route, 'navigateTo')
  topScreen()?.hide()
  const { screen, opener } = create(route, stack.length, key, events)
  stack.push(screen)
  writeHistory(how, screen)
  screen.start()
  changed('navigateTo')
  return opener
}

/** Makes one page the whole stack. */
async function restart(
  route: Route,
  how: 'push' | 'replace' | 'keep',
  openType: OpenType,
  key = nextKey(),
): Promise<void> {
  await loadPage(route, openType)
  drop(stack, true)
  stack = []
  for (const screen of tabs.values()) screen.destroy()
  tabs.clear()
  const { screen } = create(route, 0, key)
  stack = [screen]
  if (isTabPage(route.path)) tabs.set(route.path, screen)
  writeHistory(how, screen)
  screen.start()
  changed(openType)
}

async function showTab(route: Route, how: 'push' | 'replace' | 'keep', key?: string): Promise<void> {
  await loadPage(route, 'switchTab')
  const shown = stack.length === 1 ? topScreen() : undefined
  // The address may name a page that does not exist while the tab below is still there.
  if (shown?.route.path === route.path) return writeHistory(how === 'push' ? 'replace' : how, shown)
  const kept = tabs.get(route.path)
  drop(
    stack.filter((screen) => screen !== kept || stack.at(-1) !== kept),
    false,
  )
  const screen = kept ?? create({ path: route.path, query: {} }, 0, key ?? nextKey()).screen
  stack = [screen]
  tabs.set(route.path, screen)
  if (kept) kept.key = key ?? (how === 'push' ? nextKey() : kept.key)
  document.body.classList.toggle('mp-with-tabbar', tabBarFor(route.path))
  writeHistory(how, screen)
  if (kept) kept.show()
  else screen.start()
  changed('switchTab')
}

/** Pops `delta` pages; the page below comes back. */
function pop(delta: number): void {
  const gone = stack.splice(stack.length - delta, delta)
  drop(gone, false)
  const top = topScreen()
  if (!top) return
  document.body.classList.toggle('mp-with-tabbar', tabBarFor(top.route.path))
  top.show()
  changed('navigateBack')
}

/** The browser's answer to `history.go`; browsers give none when there is nowhere to go. */
const historyAnswer = (): Promise<void> =>
  new Promise((resolve) => {
    const done = () => {
      window.removeEventListener('popstate', done)
      clearTimeout(timer)
      resolve()
    }
    const timer = setTimeout(done, HISTORY_ANSWER_MS)
    window.addEventListener('popstate', done)
  })

export const router: Router = {
  navigateTo: ({ url, events }) =>
    inTurn(async () => {
      const route = routeOf(url, topScreen()?.route.path)
      if (isTabPage(route.path)) throw fail('navigateTo', 'can not navigateTo a tabbar page')
      if (stack.length >= MAX_PAGES) throw fail('navigateTo', `webview count limit exceed ${MAX_PAGES}`)
      const eventChannel = await push(route, 'push', (events ?? {}) as Events)
      return { ...ok('navigateTo'), eventChannel }
    }),
  redirectTo: ({ url }) =>
    inTurn(async () => {
      const route = routeOf(url, topScreen()?.route.path)
      if (isTabPage(route.path)) throw fail('redirectTo', 'can not redirectTo a tabbar page')
      await loadPage(route, 'redirectTo')
      const gone = stack.pop()
      if (gone) drop([gone], false)
      const { screen } = create(route, stack.length, nextKey())
      stack.push(screen)
      writeHistory('replace', screen)
      screen.start()
      changed('redirectTo')
      return ok('redirectTo')
    }),
  navigateBack: ({ delta = 1 } = {}) =>
    inTurn(async () => {
      const steps = Math.min(delta, stack.length - 1)
      if (steps < 1) throw fail('navigateBack', 'cannot navigate back at first page.')
      pop(steps)
      const answer = historyAnswer()
      history.go(-steps)
      await answer
      return ok('navigateBack')
    }),
  switchTab: ({ url }) =>
    inTurn(async () => {
      const route = routeOf(url, topScreen()?.route.path)
      if (!isTabPage(route.path)) throw fail('switchTab', 'can not switch to no-tabBar page')
      await showTab(route, 'push')
      return ok('switchTab')
    }),
  reLaunch: ({ url }) =>
    inTurn(async () => {
      await restart(routeOf(url, topScreen()?.route.path), 'replace', 'reLaunch')
      return ok('reLaunch')
    }),
  current: () => topScreen()?.route,
  onRouteChange(listener) {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  },
  launchOptions: () => ({ ...launched, scene: SCENE, referrerInfo: {} }),
  async shareCard(request) {
    const top = topScreen()
    if (!top) throw fail('shareAppMessage', 'there is no page')
    const answer = callPage(top.instance, 'onShareAppMessage', { ...request, webViewUrl: undefined })
    const card = ((await answer) ?? {}) as {
      title?: string
      path?: string
      imageUrl?: string
      promise?: Promise<object>
    }
    const { title, path, imageUrl } = { ...card, ...(await card.promise) }
    const route = path === undefined ? top.route : routeOf(path, '')
    return {
      title: title ?? top.title(),
      path: hashOf(route),
      imageUrl: imageUrl ?? '',
      url: `${location.origin}${location.pathname}#${hashOf(route)}`,
    }
  },
}

/** The browser's back and forward, or an address typed by hand. */
async function onPopState(event: PopStateEvent): Promise<void> {
  const state = event.state as HistoryState
  const index = stack.findIndex(({ key }) => key === state?.key)
  if (index >= 0 && index === stack.length - 1) return
  if (index >= 0) return pop(stack.length - 1 - index)
  const route = routeOf(state?.url ?? location.hash.slice(1))
  const key = state?.key ?? nextKey()
  // Forward again to a page that was closed: on top of the one we stand on. Anything else starts a new stack.
  if (state && state.depth === stack.length && !isTabPage(route.path)) {
    await push(route, 'keep', {}, key)
    return
  }
  await open(route, state ? 'keep' : 'replace', key)
}

async function open(route: Route, how: 'replace' | 'keep', key?: string): Promise<void> {
  const target = route.path === '' ? { path: firstPage(), query: {} } : route
  if (!loaders[target.path]) return pageNotFound(target)
  if (isTabPage(target.path) && tabs.size > 0) await showTab(target, how, key)
  else await restart(target, how, tabs.size === 0 && stack.length === 0 ? 'appLaunch' : 'reLaunch', key)
}

/** The app may send the visitor elsewhere; otherwise the engine says it kindly and offers the way home. */
function pageNotFound(route: Route): void {
  const detail = { ...route, isEntryPage: stack.length === 0 }
  signal('pageNotFound', detail)
  if (callApp('onPageNotFound', detail)) return
  removeNotFound = notFoundScreen(() => void goHome().catch(console.error))
}

/** Starts the app at the address the browser shows. */
export async function startRouter(pageLoaders: Loaders): Promise<void> {
  loaders = pageLoaders
  const { tabBar } = appConfig()
  if (tabBar) drawTabBar(tabBar, (index) => onTabTap(index))
  const route = routeOf((history.state as HistoryState)?.url ?? location.hash.slice(1))
  launched = route.path === '' ? { path: firstPage(), query: {} } : route
  callApp('onLaunch', { ...launched, scene: SCENE, referrerInfo: {} })
  appShown(launched)
  window.addEventListener('popstate', (event) => void inTurn(() => onPopState(event)).catch(console.error))
  await inTurn(() => open(launched, 'replace'))
  whenIdle(() => warm(Object.values(loaders)))
}

const whenIdle = (work: () => void): void => {
  if ('requestIdleCallback' in window) window.requestIdleCallback(work)
  else setTimeout(work, WARM_AFTER_MS)
}

/** Loads the other pages one by one while nobody waits, so that the next tap opens at once. */
function warm([first, ...rest]: (() => Promise<unknown>)[]): void {
  first?.().then(
    () => whenIdle(() => warm(rest)),
    // No network just now: the tap that needs the page will ask again and say so.
    (error: unknown) => console.warn(error),
  )
}

function onTabTap(index: number): void {
  const item = appConfig().tabBar?.list[index]
  if (!item) return
  void router
    .switchTab({ url: `/${item.pagePath}` })
    .then(() => {
      const page = currentPageInstance()
      if (page) callPage(page, 'onTabItemTap', { index: String(index), pagePath: item.pagePath, text: item.text })
    })
    .catch(console.error)
}
