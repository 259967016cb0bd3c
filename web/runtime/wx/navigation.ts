import { isSinglePage } from '../core/app'
import type { Engine } from '../engine'
import { api, type Facts, optionalNumber, optionalText, Refusal, textIn } from './api'

type Events = Record<string, (data: unknown) => void>

/** Inside the moments a page stands alone (docs: share-timeline, 单页模式). */
const moving =
  <T>(go: (options: Facts) => T) =>
  (options: Facts): T => {
    if (isSinglePage()) throw new Refusal('not available in single page mode')
    return go(options)
  }

/** Pages, their bars and their scrolling. */
export function navigationApi(engine: Engine) {
  const { router, chrome, page } = engine
  const url = (options: Facts) => ({ url: textIn(options, 'url') })
  const indexOf = (options: Facts) => optionalNumber(options, 'index', 0)
  const text = (options: Facts, name: string): string | undefined =>
    options[name] === undefined ? undefined : textIn(options, name)

  return {
    // The listeners of `events` are the page's own functions.
    navigateTo: api(
      'navigateTo',
      moving((options) => router.navigateTo({ ...url(options), events: (options.events ?? {}) as Events })),
    ),
    redirectTo: api(
      'redirectTo',
      moving((options) => router.redirectTo(url(options))),
    ),
    navigateBack: api('navigateBack', (options) => router.navigateBack({ delta: optionalNumber(options, 'delta', 1) })),
    switchTab: api(
      'switchTab',
      moving((options) => router.switchTab(url(options))),
    ),
    reLaunch: api(
      'reLaunch',
      moving((options) => router.reLaunch(url(options))),
    ),

    setNavigationBarTitle: api('setNavigationBarTitle', (options) =>
      chrome.setNavigationBarTitle(textIn(options, 'title')),
    ),
    setNavigationBarColor: api('setNavigationBarColor', (options) =>
      chrome.setNavigationBarColor({
        frontColor: textIn(options, 'frontColor'),
        backgroundColor: textIn(options, 'backgroundColor'),
      }),
    ),
    showNavigationBarLoading: api('showNavigationBarLoading', () => chrome.setNavigationBarLoading(true)),
    hideNavigationBarLoading: api('hideNavigationBarLoading', () => chrome.setNavigationBarLoading(false)),
    setBackgroundColor: api('setBackgroundColor', (options) =>
      chrome.setBackgroundColor({ backgroundColor: optionalText(options, 'backgroundColor', '') }),
    ),
    hideHomeButton: api('hideHomeButton', () => chrome.hideHomeButton()),

    setTabBarBadge: api('setTabBarBadge', (options) =>
      chrome.setTabBarBadge(indexOf(options), textIn(options, 'text')),
    ),
    removeTabBarBadge: api('removeTabBarBadge', (options) => chrome.removeTabBarBadge(indexOf(options))),
    showTabBarRedDot: api('showTabBarRedDot', (options) => chrome.setTabBarRedDot(indexOf(options), true)),
    hideTabBarRedDot: api('hideTabBarRedDot', (options) => chrome.setTabBarRedDot(indexOf(options), false)),
    setTabBarItem: api('setTabBarItem', (options) =>
      chrome.setTabBarItem(indexOf(options), {
        text: text(options, 'text'),
        iconPath: text(options, 'iconPath'),
        selectedIconPath: text(options, 'selectedIconPath'),
      }),
    ),
    setTabBarStyle: api('setTabBarStyle', (options) =>
      chrome.setTabBarStyle({
        color: text(options, 'color'),
        selectedColor: text(options, 'selectedColor'),
        backgroundColor: text(options, 'backgroundColor'),
      }),
    ),
    showTabBar: api('showTabBar', () => chrome.setTabBarShown(true)),
    hideTabBar: api('hideTabBar', () => chrome.setTabBarShown(false)),

    startPullDownRefresh: api('startPullDownRefresh', () => page.startPullDownRefresh()),
    stopPullDownRefresh: api('stopPullDownRefresh', () => page.stopPullDownRefresh()),
    pageScrollTo: api('pageScrollTo', (options) =>
      page.scrollTo({
        ...(options.scrollTop === undefined ? {} : { scrollTop: optionalNumber(options, 'scrollTop', 0) }),
        ...(options.selector === undefined ? {} : { selector: textIn(options, 'selector') }),
        offsetTop: optionalNumber(options, 'offsetTop', 0),
        duration: optionalNumber(options, 'duration', 300),
      }),
    ),
  }
}
