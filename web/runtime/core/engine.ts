import * as glassEasel from 'glass-easel'
import type { Engine, Instance, WindowLayout } from '../engine'
import { appConfig, getApp } from './app'
import { columnWidth, inlineStyle, pageOrigin, rpxToPx } from './column'
import { overlayLayer } from './columnFrame'
import { assetOf, setUserFiles } from './dom'
import { currentPageInstance, getCurrentPages, topScreen } from './pageStack'
import { isFormField } from './registration'
import { router } from './router'
import { on } from './signals'
import { COMMON_BEHAVIOR, space } from './space'
import * as tabBar from './tabBar'

const NAV_BAR_PX = 44

function domOf(component: glassEasel.GeneralComponent): HTMLElement {
  const dom = component.getBackendElement() as unknown
  if (!(dom instanceof HTMLElement)) throw new Error(`<${component.is}> is no longer on the page`)
  return dom
}

const need = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error('there is no page yet')
  return value
}

function layout(): WindowLayout {
  const width = columnWidth()
  const height = document.documentElement.clientHeight
  const body = topScreen()?.scroller.parentElement
  const origin = pageOrigin()
  const menu = { width: 87, height: 32, top: (NAV_BAR_PX - 32) / 2, right: width - 8 }
  return {
    pixelRatio: window.devicePixelRatio,
    screenWidth: width,
    screenHeight: height,
    windowWidth: width,
    windowHeight: body?.clientHeight ?? height,
    statusBarHeight: 0,
    offsetLeft: origin.left,
    offsetTop: origin.top,
    safeArea: { left: 0, right: width, top: 0, bottom: height, width, height },
    menuButton: { ...menu, bottom: menu.top + menu.height, left: menu.right - menu.width },
  }
}

function findById(id: string, scope: Instance | undefined = currentPageInstance()): glassEasel.GeneralComponent | null {
  const host = (scope as { _$?: glassEasel.GeneralComponent } | undefined)?._$
  const found = host?.getShadowRoot()?.getElementById(id)
  return found && glassEasel.Component.isComponent(found) ? found : null
}

/** The folder a component's relative paths start from: the component in whose template the element stands. */
function folderOf(component: glassEasel.GeneralComponent | undefined): string {
  const owner = component?.ownerShadowRoot?.getHostNode().is ?? ''
  return owner.split('/').slice(0, -1).join('/')
}

function scrollTo(options: { scrollTop?: number; selector?: string; offsetTop?: number; duration?: number }): void {
  const { scroller, instance } = need(topScreen())
  let top = options.scrollTop ?? 0
  if (options.selector !== undefined) {
    const found = instance._$.getShadowRoot()?.querySelector(options.selector)?.getBackendElement() as unknown
    if (!(found instanceof HTMLElement)) throw { errMsg: `pageScrollTo:fail ${options.selector} is not on the page` }
    const distance = found.getBoundingClientRect().top - scroller.getBoundingClientRect().top
    top = scroller.scrollTop + distance + (options.offsetTop ?? 0)
  }
  scroller.scrollTo({ top, behavior: options.duration === 0 ? 'instant' : 'smooth' })
}

/** The engine that built-ins and `wx` are given. */
export const engine: Engine = {
  get app() {
    return appConfig()
  },
  router,
  chrome: {
    setNavigationBarTitle: (title) => need(topScreen()).setTitle(title),
    setNavigationBarColor: (colors) => need(topScreen()).bar?.setColors(colors),
    setNavigationBarLoading: (loading) => need(topScreen()).bar?.setLoading(loading),
    setBackgroundColor({ backgroundColor }) {
      if (backgroundColor) need(topScreen()).scroller.style.backgroundColor = backgroundColor
    },
    hideHomeButton: () => need(topScreen()).bar?.setLeft('none'),
    setTabBarBadge: tabBar.setTabBarBadge,
    removeTabBarBadge: (index) => tabBar.setTabBarBadge(index, ''),
    setTabBarRedDot: tabBar.setTabBarRedDot,
    setTabBarItem: tabBar.setTabBarItem,
    setTabBarStyle: tabBar.setTabBarStyle,
    setTabBarShown(shown) {
      tabBar.setTabBarShown(shown)
      document.body.classList.toggle('mp-with-tabbar', tabBar.tabBarFor(router.current()?.path ?? ''))
    },
    overlay: () => overlayLayer,
  },
  page: {
    scrollTo,
    startPullDownRefresh: () => need(topScreen()).pull?.start(),
    stopPullDownRefresh: () => need(topScreen()).pull?.stop(),
  },
  defineBuiltIn(name, definition) {
    const behaviors = [...(definition.behaviors ?? []), COMMON_BEHAVIOR]
    const defined = space.defineComponent({ ...definition, behaviors, is: `wx:/${name}` })
    space.setGlobalUsingComponent(name, defined as unknown as glassEasel.GeneralComponentDefinition)
  },
  domOf,
  fire: (component, name, detail, options) => component.triggerEvent(name, detail, options),
  findById,
  isFormField,
  assetUrl: (component, src) => assetOf(src, folderOf(component)),
  serveFiles: setUserFiles,
  getCurrentPages,
  currentPageInstance,
  getApp,
  rpxToPx,
  inlineStyle,
  layout,
  on,
}
