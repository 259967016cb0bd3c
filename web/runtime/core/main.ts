import { registerBuiltIns } from '../builtins/index'
import type { AppConfig } from '../engine'
import { createWx, filesReady } from '../wx/index'
import { App, appShown, callApp, getApp, setAppConfig, watchErrors } from './app'
import { mountColumn } from './columnFrame'
import { engine } from './engine'
import { startGestures } from './gestures'
import { launch } from './launch'
import { getCurrentPages, liveScreens, topScreen } from './pageStack'
import { DEFINERS, defineEmpty, enter, leave, register } from './registration'
import { router } from './router'
import { addSheet } from './sheets'
import { signal } from './signals'
import { backendContext } from './space'
import { dressTabBar } from './tabBar'
import { addScript, addTemplate } from './templates'
import { WXS_GLOBALS } from './wxs'

/** Runs before the app's own scripts: gives them their globals, and the built modules their host. */

const isDark = matchMedia('(prefers-color-scheme: dark)')

function readConfig(): AppConfig {
  const element = document.getElementById('app-config')
  if (!element?.textContent) throw new Error('index.html carries no app configuration')
  const { dark, ...config } = JSON.parse(element.textContent) as AppConfig & { dark?: Partial<AppConfig> }
  return isDark.matches ? { ...config, ...dark } : config
}

/** What surrounds the pages follows the device, as their style sheets do. Colours that pages chose themselves give way. */
function onTheme(): void {
  const config = readConfig()
  setAppConfig(config)
  for (const screen of liveScreens()) screen.dress(config.window)
  if (config.tabBar) dressTabBar(config.tabBar)
}

function start(pages: Record<string, () => Promise<unknown>>): void {
  document.addEventListener('visibilitychange', onVisibility)
  window.addEventListener('resize', onResize)
  isDark.addEventListener('change', onTheme)
  // What the phone keeps is there before the first page asks for it.
  void filesReady(engine)
    .catch(console.warn)
    .then(() => launch(pages))
    .catch(console.error)
}

function onResize(): void {
  const layout = engine.layout()
  const { windowWidth, windowHeight } = layout
  topScreen()?.resized({ windowWidth, windowHeight })
  signal('resize', layout)
}

/** A hidden browser tab is an app in the background. */
function onVisibility(): void {
  if (document.hidden) {
    topScreen()?.disappear()
    callApp('onHide')
    signal('appHide', undefined)
    return
  }
  appShown(router.current() ?? { path: '', query: {} })
  topScreen()?.appear()
}

setAppConfig(readConfig())
mountColumn()
startGestures(backendContext)
watchErrors()
registerBuiltIns(engine)
Object.assign(globalThis, DEFINERS, WXS_GLOBALS, { App, getApp, getCurrentPages, wx: createWx(engine) })
Object.assign(globalThis, {
  __miniProgram: {
    enter,
    leave,
    register,
    defineEmpty,
    template: addTemplate,
    script: addScript,
    sheet: addSheet,
    start,
  },
})
