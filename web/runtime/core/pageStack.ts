import type { OpenType, PageInstance, Route } from '../engine'
import { hashOf } from './address'
import { appConfig } from './app'
import { eventChannels } from './eventChannel'
import { isReplaced } from './release'
import { openScreen, type PageConfig, type Screen } from './screen'
import { isTabPage, tabBarFor } from './tabBar'

/** Loads each page's chunk, by the page's path. */
export type Loaders = Record<string, () => Promise<unknown>>

/**
 * What the browser's history keeps of a page. `url` holds the query as the app wrote it: the address bar
 * percent-encodes it.
 */
export type HistoryState = { key: string; depth: number; url: string } | null

/** How a new page is written into the browser's history; `keep` when the browser has already moved there. */
export type Writing = 'push' | 'replace' | 'keep'

/** Where the buttons of a page's bar lead; given by the router, which stands above this file. */
export const ways = { onBack: (): void => {}, onHome: (): void => {} }

let loaders: Loaders = {}
let stack: Screen[] = []
/** Tab pages live on while another is shown. */
const tabs = new Map<string, Screen>()
const listeners = new Set<(route: Route, openType: OpenType) => void>()
let keys = 0
/** Route changes happen one after another, whoever asks. */
let queue: Promise<unknown> = Promise.resolve()
const beforeEach = new Set<() => void>()

export const setLoaders = (value: Loaders): void => {
  loaders = value
}
export const hasPage = (path: string): boolean => loaders[path] !== undefined
export const topScreen = (): Screen | undefined => stack.at(-1)
/** Every page that lives, from the bottom: the tabs, then the stack. */
export const liveScreens = (): Screen[] => [...new Set([...tabs.values(), ...stack])]
export const depth = (): number => stack.length
export const hasTabs = (): boolean => tabs.size > 0
export const indexOfKey = (key: string | undefined): number => stack.findIndex((screen) => screen.key === key)
export const getCurrentPages = (): PageInstance[] => stack.map(({ instance }) => instance)
export const currentPageInstance = (): PageInstance | undefined => topScreen()?.instance

/** Calls back after each change of the page on top. Returns how to stop. */
export function onRouteChange(listener: (route: Route, openType: OpenType) => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** Runs once, before the next route change. */
export const beforeNextChange = (work: () => void): void => void beforeEach.add(work)

/** Runs a route change when all that were asked for before it are done. */
export function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const turn = queue.then(() => {
    for (const before of beforeEach) before()
    beforeEach.clear()
    return work()
  })
  // The one who asked hears of a failure; the next in line only needs to know that it is over.
  queue = turn.catch(() => undefined)
  return turn
}

const nextKey = (): string => {
  keys += 1
  return `${Date.now().toString(36)}-${keys}`
}

/** WeChat's refusals are plain objects with these words. */
export const fail = (api: string, why: string): { errMsg: string } => ({ errMsg: `${api}:fail ${why}` })

async function loadPage(route: Route, api: OpenType): Promise<void> {
  const load = loaders[route.path]
  if (!load) throw fail(api, `page "${route.path}" is not found`)
  try {
    await load()
  } catch (error) {
    console.error(error)
    // Whoever cannot reach the server does not hold an old release, they have no network.
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

const leftOf = (route: Route): 'back' | 'home' | 'none' =>
  stack.length > 0 ? 'back' : isTabPage(route.path) || route.path === appConfig().pages[0] ? 'none' : 'home'

type Events = Record<string, (...args: unknown[]) => void>

function create(route: Route, key: string, events: Events = {}) {
  const { opener, opened } = eventChannels(events)
  const window = appConfig().window as PageConfig
  return { screen: openScreen({ key, route, window, left: leftOf(route), channel: opened, ...ways }), opener }
}

/** Makes a page the top one: the stack, the history, the tab bar, then the page's own life. */
function enter(screen: Screen, how: Writing, openType: OpenType, live: () => void): void {
  drawTabs(screen)
  if (how !== 'keep') writeHistory(how, screen)
  live()
  const top = topScreen()
  if (top) for (const listener of [...listeners]) listener(top.route, openType)
}

const drawTabs = ({ route }: Screen): void => {
  document.body.classList.toggle('mp-with-tabbar', tabBarFor(route.path))
}

function writeHistory(how: 'push' | 'replace', { key, route }: Screen): void {
  const url = hashOf(route)
  const state: HistoryState = { key, depth: stack.length - 1, url }
  if (how === 'push') history.pushState(state, '', `#${url}`)
  else history.replaceState(state, '', `#${url}`)
}

/** Closes pages, the top one first. Tab pages are only hidden. */
function close(screens: Screen[]): void {
  for (const screen of screens.reverse())
    if (tabs.get(screen.route.path) === screen) screen.hide()
    else screen.destroy()
}

/** Opens a page above the current one. Answers the opener's end of the line between the two. */
export async function pushPage(route: Route, how: 'push' | 'keep', events: Events, key = nextKey()) {
  await loadPage(route, 'navigateTo')
  const { screen, opener } = create(route, key, events)
  topScreen()?.hide()
  stack.push(screen)
  enter(screen, how, 'navigateTo', screen.start)
  return opener
}

/** Puts a page in the place of the current one. */
export async function replacePage(route: Route): Promise<void> {
  await loadPage(route, 'redirectTo')
  const gone = stack.pop()
  if (gone) close([gone])
  const { screen } = create(route, nextKey())
  stack.push(screen)
  enter(screen, 'replace', 'redirectTo', screen.start)
}

/** Makes one page the whole stack; every other page ends, tabs too. */
export async function restart(route: Route, how: Writing, openType: OpenType, key = nextKey()): Promise<void> {
  await loadPage(route, openType)
  for (const screen of liveScreens().reverse()) screen.destroy()
  tabs.clear()
  stack = []
  const { screen } = create(route, key)
  stack = [screen]
  if (isTabPage(route.path)) tabs.set(route.path, screen)
  enter(screen, how, openType, screen.start)
}

/** Shows a tab page, kept or new; the pages above the old one are closed. */
export async function showTab(path: string, how: Writing, key?: string): Promise<void> {
  const route = { path, query: {} }
  await loadPage(route, 'switchTab')
  const top = topScreen()
  if (stack.length === 1 && top?.route.path === path) {
    // The address may name a page that does not exist while the tab below is still there.
    if (how !== 'keep') writeHistory('replace', top)
    return
  }
  const kept = tabs.get(path)
  close(stack.filter((screen) => screen !== kept))
  stack = []
  const screen = kept ?? create(route, key ?? nextKey()).screen
  if (kept) kept.key = key ?? (how === 'push' ? nextKey() : kept.key)
  stack = [screen]
  tabs.set(path, screen)
  // A tab may be shown again with the query it was first opened with; `switchTab` itself carries none.
  enter(screen, how, 'switchTab', kept ? kept.show : screen.start)
}

/** Closes the top `count` pages; the page below comes back. */
export function popPages(count: number): void {
  close(stack.splice(stack.length - count, count))
  const top = topScreen()
  if (top) enter(top, 'keep', 'navigateBack', top.show)
}
