import type { Router } from '../engine'
import { hashOf, routeOf } from './address'
import { appConfig, launchOptions, SINGLE_PAGE } from './app'
import {
  depth,
  fail,
  inTurn,
  onRouteChange,
  popPages,
  pushPage,
  replacePage,
  restart,
  showTab,
  topScreen,
} from './pageStack'
import { callPage } from './screen'
import { isTabPage } from './tabBar'

/** As many pages as WeChat stacks. */
const MAX_PAGES = 10
const HISTORY_ANSWER_MS = 400

type Listener = (...args: unknown[]) => void
type TimelineAnswer = { title?: string; query?: string; imageUrl?: string }
type ShareAnswer = { title?: string; path?: string; imageUrl?: string; promise?: Promise<object> }

const ok = (api: string): { errMsg: string } => ({ errMsg: `${api}:ok` })
const target = (url: string) => routeOf(url, topScreen()?.route.path)

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

/** `wx.navigateTo` and its kin, over the stack of pages and the browser's history. */
export const router: Router = {
  navigateTo: ({ url, events }) =>
    inTurn(async () => {
      const route = target(url)
      if (isTabPage(route.path)) throw fail('navigateTo', 'can not navigateTo a tabbar page')
      if (depth() >= MAX_PAGES) throw fail('navigateTo', `webview count limit exceed ${MAX_PAGES}`)
      const eventChannel = await pushPage(route, 'push', (events ?? {}) as Record<string, Listener>)
      return { ...ok('navigateTo'), eventChannel }
    }),
  redirectTo: ({ url }) =>
    inTurn(async () => {
      const route = target(url)
      if (isTabPage(route.path)) throw fail('redirectTo', 'can not redirectTo a tabbar page')
      await replacePage(route)
      return ok('redirectTo')
    }),
  navigateBack: ({ delta = 1 } = {}) =>
    inTurn(async () => {
      const steps = Math.min(delta, depth() - 1)
      if (steps < 1) throw fail('navigateBack', 'cannot navigate back at first page.')
      popPages(steps)
      const answer = historyAnswer()
      history.go(-steps)
      await answer
      return ok('navigateBack')
    }),
  switchTab: ({ url }) =>
    inTurn(async () => {
      const { path } = target(url)
      if (!isTabPage(path)) throw fail('switchTab', 'can not switch to no-tabBar page')
      await showTab(path, 'push')
      return ok('switchTab')
    }),
  reLaunch: ({ url }) =>
    inTurn(async () => {
      await restart(target(url), 'replace', 'reLaunch')
      return ok('reLaunch')
    }),
  current: () => topScreen()?.route,
  onRouteChange,
  launchOptions,
  shareCard: async (request) => {
    const top = topScreen()
    if (!top) throw fail('shareAppMessage', 'there is no page')
    const card = ((await callPage(top.instance, 'onShareAppMessage', { ...request })) ?? {}) as ShareAnswer
    const { title, path, imageUrl } = { ...card, ...(await card.promise) }
    const shared = hashOf(path === undefined ? top.route : routeOf(path))
    return {
      title: title ?? top.title(),
      path: shared,
      imageUrl: imageUrl ?? '',
      url: `${location.origin}${location.pathname}#${shared}`,
    }
  },
  momentsCard: async () => {
    const top = topScreen()
    const card = top && ((await callPage(top.instance, 'onShareTimeline')) as TimelineAnswer | undefined)
    // A page without the method cannot be posted.
    if (!top || !card) return null
    const query = card.query ?? hashOf(top.route).split('?')[1] ?? ''
    const path = `/${top.route.path}${query && `?${query}`}`
    return {
      title: card.title ?? top.title(),
      path,
      imageUrl: card.imageUrl ?? '',
      url: `${location.origin}${location.pathname}?scene=${SINGLE_PAGE}#${path}`,
    }
  },
}

/** Leads to the app's first page, whatever it is. */
export async function goHome(): Promise<void> {
  const first = appConfig().pages[0] ?? ''
  if (isTabPage(first)) await router.switchTab({ url: `/${first}` })
  else await router.reLaunch({ url: `/${first}` })
}
