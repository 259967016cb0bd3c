import type { Route } from '../engine'
import { routeOf } from './address'
import { appConfig, appShown, callApp, launchOptions, setLaunch } from './app'
import { notFoundScreen } from './notFound'
import {
  beforeNextChange,
  currentPageInstance,
  depth,
  type HistoryState,
  hasPage,
  hasTabs,
  indexOfKey,
  inTurn,
  type Loaders,
  popPages,
  pushPage,
  restart,
  setLoaders,
  showTab,
  ways,
} from './pageStack'
import { goHome, router } from './router'
import { callPage } from './screen'
import { signal } from './signals'
import { drawTabBar, isTabPage } from './tabBar'

/** The first page and its pictures come first. */
const WARM_AFTER_MS = 2000

/** What the browser's address names. */
const addressed = (state: HistoryState): Route => routeOf(state?.url ?? location.hash.slice(1))

/** Starts the app at the address the browser shows. */
export async function launch(loaders: Loaders): Promise<void> {
  setLoaders(loaders)
  ways.onBack = () => void router.navigateBack().catch(console.error)
  ways.onHome = () => void goHome().catch(console.error)
  const { tabBar, pages } = appConfig()
  if (tabBar) drawTabBar(tabBar, onTabTap)

  const route = addressed(history.state as HistoryState)
  setLaunch(route.path === '' ? { path: pages[0] ?? '', query: {} } : route)
  const options = launchOptions()
  callApp('onLaunch', options)
  appShown(options)
  window.addEventListener('popstate', ({ state }) => {
    // Read now: a page that is still on its way writes its own address when it arrives.
    const asked = addressed(state as HistoryState)
    void inTurn(() => onPopState(state as HistoryState, asked)).catch(console.error)
  })
  await inTurn(() => open(options, 'replace'))
  setTimeout(() => whenIdle(() => warm(Object.values(loaders))), WARM_AFTER_MS)
}

async function open({ path, query }: Route, how: 'replace' | 'keep', key?: string): Promise<void> {
  if (!hasPage(path)) pageNotFound({ path, query })
  else if (isTabPage(path) && hasTabs()) await showTab(path, how, key)
  else await restart({ path, query }, how, depth() === 0 ? 'appLaunch' : 'reLaunch', key)
}

/** The browser's back and forward, or an address typed by hand. */
async function onPopState(state: HistoryState, route: Route): Promise<void> {
  const index = indexOfKey(state?.key)
  if (index >= 0) {
    const above = depth() - 1 - index
    if (above > 0) popPages(above)
    return
  }
  // Forward again to a page that was closed: on top of the one we stand on. Anything else starts a new stack.
  if (state?.depth === depth() && !isTabPage(route.path)) await pushPage(route, 'keep', {}, state.key)
  else await open(route.path === '' ? launchOptions() : route, state ? 'keep' : 'replace', state?.key)
}

/** The app may send the visitor elsewhere; otherwise the engine says it kindly and offers the way home. */
function pageNotFound(route: Route): void {
  const detail = { ...route, isEntryPage: depth() === 0 }
  signal('pageNotFound', detail)
  if (!callApp('onPageNotFound', detail)) beforeNextChange(notFoundScreen(ways.onHome))
}

const whenIdle = (work: () => void): void => {
  if ('requestIdleCallback' in window) window.requestIdleCallback(work)
  else setTimeout(work)
}

/** Loads the other pages one by one while nobody waits, so that the next tap opens at once. */
function warm([first, ...rest]: (() => Promise<unknown>)[]): void {
  first?.().then(
    () => whenIdle(() => warm(rest)),
    // No network just now: the tap that needs the page will ask again and say so.
    (error: unknown) => console.warn(error),
  )
}

async function tapTab(index: number): Promise<void> {
  const item = appConfig().tabBar?.list[index]
  if (!item) return
  await router.switchTab({ url: `/${item.pagePath}` })
  const page = currentPageInstance()
  if (page) callPage(page, 'onTabItemTap', { index: String(index), pagePath: item.pagePath, text: item.text })
}

const onTabTap = (index: number): void => void tapTab(index).catch(console.error)
