import type { GeneralComponent, typeUtils } from 'glass-easel'
import type { component } from 'glass-easel-miniprogram-adapter'

/**
 * The contract between the three parts of the browser runtime: `core` (components, pages, gestures), `builtins`
 * (`view`, `button`, `swiper` …) and `wx` (the `wx.*` calls). Core builds one Engine and hands it to the two others.
 */

/** A page or component as the app's own code sees it (`this`). */
export type Instance = component.GeneralComponent

/** A page of the stack, as `getCurrentPages()` lists it. */
export type PageInstance = Instance & { route: string; options: Record<string, string> }

/** Where the app stands: the page's path without a leading slash, and its query, still percent-encoded as in WeChat. */
export type Route = { path: string; query: Record<string, string> }

/** What made the route change, in WeChat's words. */
export type OpenType = 'appLaunch' | 'navigateTo' | 'redirectTo' | 'navigateBack' | 'switchTab' | 'reLaunch'

/** Answers of the router reject with `{ errMsg: 'navigateTo:fail …' }`, as WeChat's do. */
export interface Router {
  navigateTo(options: { url: string; events?: Record<string, (data: unknown) => void> }): Promise<{
    errMsg: string
    eventChannel: EventChannel
  }>
  redirectTo(options: { url: string }): Promise<{ errMsg: string }>
  navigateBack(options?: { delta?: number }): Promise<{ errMsg: string }>
  switchTab(options: { url: string }): Promise<{ errMsg: string }>
  reLaunch(options: { url: string }): Promise<{ errMsg: string }>
  /** The route on top of the stack; `undefined` before the first page. */
  current(): Route | undefined
  /** Calls back after each change, once the new page is on top. Returns how to stop listening. */
  onRouteChange(listener: (route: Route, openType: OpenType) => void): () => void
  /** The path and query the app was launched with, as `wx.getLaunchOptionsSync` answers them. */
  launchOptions(): { path: string; query: Record<string, string>; scene: number; referrerInfo: Record<string, never> }
  /** Asks the current page's `onShareAppMessage`; `url` is the full web address of the shared path. */
  shareCard(request: { from: 'button' | 'menu'; target?: unknown }): Promise<Card>
  /** Asks the current page's `onShareTimeline`; null when it has none. The address shows the page as the moments do. */
  momentsCard(): Promise<Card | null>
}

/** What is shared of a page: the mini-program's own path, and an address of it for browsers. */
export type Card = { title: string; path: string; imageUrl: string; url: string }

/** The two-way line between a page and the page that opened it. */
export interface EventChannel {
  emit(name: string, ...args: unknown[]): void
  on(name: string, listener: (...args: unknown[]) => void): void
  once(name: string, listener: (...args: unknown[]) => void): void
  off(name: string, listener?: (...args: unknown[]) => void): void
}

/** What WeChat draws around a page. Colours are CSS colours; indexes count tab bar items from 0. */
export interface Chrome {
  setNavigationBarTitle(title: string): void
  setNavigationBarColor(colors: { frontColor: string; backgroundColor: string }): void
  setNavigationBarLoading(loading: boolean): void
  setBackgroundColor(colors: { backgroundColor?: string }): void
  hideHomeButton(): void
  setTabBarBadge(index: number, text: string): void
  removeTabBarBadge(index: number): void
  setTabBarRedDot(index: number, shown: boolean): void
  setTabBarItem(
    index: number,
    item: { text?: string; iconPath?: string; selectedIconPath?: string; pagePath?: string },
  ): void
  setTabBarStyle(style: { color?: string; selectedColor?: string; backgroundColor?: string }): void
  setTabBarShown(shown: boolean): void
  /** The layer above every page, inside the phone column: toasts, dialogs, sheets, previews mount here. */
  overlay(): HTMLElement
}

/** The current page's scrolling and pull-down refresh. */
export interface PageScroll {
  /** `scrollTop` in px, or a `selector` inside the page with `offsetTop` px; `duration` in ms. */
  scrollTo(options: { scrollTop?: number; selector?: string; offsetTop?: number; duration?: number }): void
  startPullDownRefresh(): void
  stopPullDownRefresh(): void
}

/** Sizes in px of the phone column, in the words of `wx.getWindowInfo`. */
export type WindowLayout = {
  pixelRatio: number
  screenWidth: number
  screenHeight: number
  /** The page's own area: without nav bar and tab bar. */
  windowWidth: number
  windowHeight: number
  statusBarHeight: number
  /** Where the page's area begins in the browser's viewport: subtract it from client coordinates. */
  offsetLeft: number
  offsetTop: number
  safeArea: { left: number; right: number; top: number; bottom: number; width: number; height: number }
  /** The rectangle WeChat keeps for its capsule, in column coordinates. */
  menuButton: { width: number; height: number; top: number; right: number; bottom: number; left: number }
}

/** The app's life, for `wx.onAppShow` and its kin. */
export type AppSignals = {
  appShow: Route & { scene: number }
  appHide: undefined
  error: string
  unhandledRejection: { reason: unknown; promise: Promise<unknown> }
  pageNotFound: Route & { isEntryPage: boolean }
  resize: WindowLayout
}

/** A built-in component's definition: glass-easel's own parameters; `this` is the component. */
export type BuiltInDefinition<
  Data extends typeUtils.DataList,
  Property extends typeUtils.PropertyList,
  Method extends typeUtils.MethodList,
> = Omit<typeUtils.ComponentParams<Data, Property, Method>, 'is' | 'template' | 'using'> &
  ThisType<typeUtils.ComponentInstance<Data, Property, Method>>

/** Options of an event that a built-in sends; without them it stays on the component, as WeChat's component events do. */
export type FireOptions = { bubbles?: boolean; composed?: boolean; capturePhase?: boolean }

/** app.json as the build left it. */
export type AppConfig = {
  pages: string[]
  window: Record<string, unknown>
  tabBar?: {
    color: string
    selectedColor: string
    backgroundColor: string
    borderStyle?: string
    list: { pagePath: string; text: string; iconPath?: string; selectedIconPath?: string }[]
  }
}

export interface Engine {
  readonly app: AppConfig
  readonly router: Router
  readonly chrome: Chrome
  readonly page: PageScroll
  /**
   * Defines a built-in and lets every component use it as `<name>`. Its host element is `<wx-name>`; children go into the
   * default slot. A method named `nodeOf` answers `selectorQuery().fields({ node: true })`, one named `contextOf` answers `.context()`.
   */
  defineBuiltIn<
    Data extends typeUtils.DataList,
    Property extends typeUtils.PropertyList,
    Method extends typeUtils.MethodList,
  >(name: string, definition: BuiltInDefinition<Data, Property, Method>): void
  /** The host element a component is drawn in. Throws when the component has been removed. */
  domOf(component: GeneralComponent): HTMLElement
  /** Sends an event from a component to the handlers bound to it (`bindchange` …). */
  fire(component: GeneralComponent, name: string, detail?: unknown, options?: FireOptions): void
  /** Finds the component or element with `id` inside `scope` (the current page without it); `null` when there is none. */
  findById(id: string, scope?: Instance): GeneralComponent | null
  /** `true` for a custom component with the behavior `wx://form-field`: its form collects `name` and `value` from its data. */
  isFormField(component: GeneralComponent): boolean
  /** A `src` as the browser can load it: relative and `/absolute` project paths become asset URLs, `http:`, `data:`, `blob:` stay. */
  assetUrl(component: GeneralComponent | undefined, src: string): string
  /** Tells how a path of lasting files (`wxfile://…`) becomes an address. */
  serveFiles(address: (path: string) => string): void
  getCurrentPages(): PageInstance[]
  currentPageInstance(): PageInstance | undefined
  getApp(): Record<string, unknown>
  /** rpx to px: 750 rpx is the width of the phone column. */
  rpxToPx(rpx: number): number
  /** An inline style with its `rpx`, `vh` and `vw` made relative to the column. */
  inlineStyle(style: string): string
  layout(): WindowLayout
  /** Listens to the app's life. Returns how to stop listening. */
  on<Name extends keyof AppSignals>(name: Name, listener: (detail: AppSignals[Name]) => void): () => void
}
