import * as glassEasel from 'glass-easel'
import type { EventChannel, PageInstance, Route } from '../engine'
import { hashOf } from './address'
import { pagesLayer } from './columnFrame'
import { box } from './dom'
import { domOfElement } from './elements'
import { type NavBar, navBar } from './navBar'
import { type PullDown, pullDown } from './pullDown'
import { backend, codeSpace, flushReady } from './space'

/** One page of the stack with everything drawn for it. */
export type Screen = {
  /** Names this page's entry in the browser's history. */
  key: string
  route: Route
  instance: PageInstance
  scroller: HTMLElement
  bar: NavBar | undefined
  pull: PullDown | undefined
  title(): string
  setTitle(title: string): void
  /** attached, onLoad, onShow, ready, onReady: once, when the page already stands on the stack. */
  start(): void
  show(): void
  hide(): void
  /** The page comes to the front or leaves it without being drawn differently: the app itself was hidden. */
  appear(): void
  disappear(): void
  resized(size: { windowWidth: number; windowHeight: number }): void
  /** Gives the bar and the ground behind the page the colours of this `window`, under the page's own. */
  dress(window: PageConfig): void
  destroy(): void
}

/** A page's JSON over app.json's `window`. */
export type PageConfig = {
  navigationBarTitleText?: string
  navigationBarBackgroundColor?: string
  navigationBarTextStyle?: string
  navigationStyle?: string
  backgroundColor?: string
  enablePullDownRefresh?: boolean
  onReachBottomDistance?: number
  disableScroll?: boolean
}

export type ScreenOptions = {
  key: string
  route: Route
  window: PageConfig
  left: 'back' | 'home' | 'none'
  channel: EventChannel
  onBack(): void
  onHome(): void
}

/** Calls a page's method if it has one. What it throws goes to the app's `onError`, as in WeChat. */
export function callPage(instance: PageInstance, name: string, ...args: unknown[]): unknown {
  const method: unknown = Reflect.get(instance, name)
  if (typeof method !== 'function') return undefined
  return glassEasel.safeCallback(`Page ${name}`, method as (...values: unknown[]) => unknown, instance, args)
}

/** Creates a page and draws what surrounds it; `start` brings it to life. */
export function openScreen(options: ScreenOptions): Screen {
  const { key, route, channel } = options
  const json = codeSpace.getComponentStaticConfig(route.path) as PageConfig | undefined
  const config: PageConfig = { ...options.window, ...json }
  const custom = config.navigationStyle === 'custom'

  const element = box(`mp-page${custom ? ' mp-page-custom' : ''}`, pagesLayer)
  element.dataset.path = route.path
  const bar = custom ? undefined : navBar(options)
  if (bar) element.append(bar.element)
  const body = box('mp-body', element)
  const scroller = box('mp-scroll', body)
  if (config.disableScroll) scroller.style.overflow = 'hidden'
  let title = ''
  const setTitle = (text: string) => {
    title = text
    bar?.setTitle(text)
    if (!element.hidden) document.title = text
  }
  setTitle(config.navigationBarTitleText ?? '')
  bar?.setLeft(options.left)
  const dress = (window: PageConfig) => {
    const { backgroundColor = '', navigationBarTextStyle, navigationBarBackgroundColor = '' } = { ...window, ...json }
    scroller.style.backgroundColor = backgroundColor
    bar?.setColors({
      frontColor: navigationBarTextStyle === 'white' ? '#ffffff' : '',
      backgroundColor: navigationBarBackgroundColor,
    })
  }
  dress(options.window)

  const placeholder = box('', scroller)
  const root = backend.createRoot('wx-page', codeSpace, hashOf(route))
  const component = root.getComponent()
  const dom = domOfElement(component)
  dom.dataset.p = route.path
  const instance = root.get() as PageInstance
  Object.assign(instance, {
    route: route.path,
    options: route.query,
    getOpenerEventChannel: () => channel,
    getPageId: () => key,
  })
  // Measured before the page's own code asks for sizes.
  const measure = () => body.style.setProperty('--mp-vh', `${body.clientHeight / 100}px`)
  const sizes = new ResizeObserver(measure)
  sizes.observe(body)

  const pull = config.enablePullDownRefresh
    ? pullDown(scroller, () => callPage(instance, 'onPullDownRefresh'))
    : undefined
  watchScroll(scroller, instance, config.onReachBottomDistance ?? 50)

  let isShown = false
  const screen: Screen = {
    key,
    route,
    instance,
    scroller,
    bar,
    pull,
    title: () => title,
    setTitle,
    start() {
      // glass-easel takes any backend's element; ours are the DOM's.
      root.attach(
        scroller as unknown as glassEasel.GeneralBackendElement,
        placeholder as unknown as glassEasel.GeneralBackendElement,
      )
      measure()
      callPage(instance, 'onLoad', { ...route.query })
      screen.show()
      flushReady()
      callPage(instance, 'onReady')
    },
    show() {
      element.hidden = false
      isShown = true
      document.title = title
      screen.appear()
    },
    hide() {
      // A tab page below others is hidden already when another tab is chosen.
      if (!isShown) return
      isShown = false
      screen.disappear()
      element.hidden = true
    },
    appear() {
      callPage(instance, 'onShow')
      component.triggerPageLifetime('show', [])
      // A page that keeps its language in `lang` is read aloud, hyphenated and given Han glyphs in it.
      const { lang } = instance.data as { lang?: unknown }
      if (typeof lang === 'string') document.documentElement.lang = lang
    },
    disappear() {
      callPage(instance, 'onHide')
      component.triggerPageLifetime('hide', [])
    },
    resized(size) {
      callPage(instance, 'onResize', { size })
      component.triggerPageLifetime('resize', [{ size }])
    },
    dress,
    destroy() {
      callPage(instance, 'onUnload')
      sizes.disconnect()
      pull?.remove()
      root.release()
      element.remove()
    },
  }

  return screen
}

/** `onPageScroll`, and `onReachBottom` once each time the bottom comes near. */
function watchScroll(scroller: HTMLElement, instance: PageInstance, distancePx: number): void {
  let reachedAtHeight = -1
  scroller.addEventListener(
    'scroll',
    () => {
      const { scrollTop, scrollHeight, clientHeight } = scroller
      callPage(instance, 'onPageScroll', { scrollTop })
      const near = scrollHeight - clientHeight - scrollTop <= distancePx
      if (near && reachedAtHeight !== scrollHeight) {
        reachedAtHeight = scrollHeight
        callPage(instance, 'onReachBottom')
      } else if (!near) reachedAtHeight = -1
    },
    { passive: true },
  )
}
