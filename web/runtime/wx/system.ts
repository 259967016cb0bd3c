import type { Engine } from '../engine'
import { api, type Facts, Refusal } from './api'
import { Listeners } from './listeners'

/** The base library whose behaviour this client follows. */
const SDK_VERSION = '3.8.12'
const WECHAT_VERSION = '8.0.60'
/** What `wx.getAccountInfoSync` answers: on a desk there is only one mini-program. */
const APP_ID = 'wx0000000000000000'

const isDark = (): MediaQueryList => matchMedia('(prefers-color-scheme: dark)')
const theme = (): 'dark' | 'light' => (isDark().matches ? 'dark' : 'light')

/** The browser's language as WeChat writes it: zh_CN, zh_TW, en … */
function weChatLanguage(): string {
  const { language } = navigator
  if (/^zh\b(?!-(TW|HK|MO|Hant))/i.test(language)) return 'zh_CN'
  return language.replace('-', '_')
}

function appBaseInfo() {
  return {
    SDKVersion: SDK_VERSION,
    version: WECHAT_VERSION,
    language: weChatLanguage(),
    theme: theme(),
    enableDebug: false,
    fontSizeSetting: 16,
    fontSizeScaleFactor: 1,
    host: { env: 'WeChat' },
  }
}

/** `platform` says `devtools`, WeChat's own word for a client that is not a phone. */
const deviceInfo = () => ({
  abi: 'web',
  benchmarkLevel: -1,
  brand: 'browser',
  model: navigator.userAgent,
  system: navigator.userAgent,
  platform: 'devtools',
  memorySize: 'deviceMemory' in navigator ? Number(navigator.deviceMemory) * 1024 : 0,
})

function windowInfo(engine: Engine) {
  const { pixelRatio, screenWidth, screenHeight, windowWidth, windowHeight, statusBarHeight, safeArea, offsetTop } =
    engine.layout()
  return {
    pixelRatio,
    screenWidth,
    screenHeight,
    windowWidth,
    windowHeight,
    statusBarHeight,
    safeArea,
    screenTop: offsetTop,
  }
}

type ConnectionInfo = { effectiveType?: string; type?: string }

/** The kind of network in WeChat's words; where the browser does not tell, a working one is `wifi`. */
function networkType(): string {
  if (!navigator.onLine) return 'none'
  const told = 'connection' in navigator ? (navigator.connection as ConnectionInfo) : {} // not in every browser
  return told.type === 'cellular' ? (told.effectiveType ?? '4g') : 'wifi'
}

function networkApi() {
  const changes = new Listeners<Facts>()
  const tell = () => changes.tell({ isConnected: navigator.onLine, networkType: networkType() })
  addEventListener('online', tell)
  addEventListener('offline', tell)
  return {
    getNetworkType: api('getNetworkType', () => ({
      networkType: networkType(),
      signalStrength: 0,
      hasSystemProxy: false,
    })),
    onNetworkStatusChange: changes.on,
    offNetworkStatusChange: changes.off,
  }
}

function lifeApi(engine: Engine) {
  const on = <Name extends Parameters<Engine['on']>[0]>(name: Name) => {
    const listeners = new Listeners<unknown>()
    engine.on(name, (detail) => listeners.tell(detail))
    return listeners
  }
  const show = on('appShow')
  const hide = on('appHide')
  const error = on('error')
  const rejection = on('unhandledRejection')
  const missing = on('pageNotFound')
  const resize = new Listeners<unknown>()
  engine.on('resize', ({ windowWidth, windowHeight }) => resize.tell({ size: { windowWidth, windowHeight } }))
  const launched = () => ({ ...engine.router.launchOptions(), apiCategory: 'default' })
  return {
    onAppShow: show.on,
    offAppShow: show.off,
    onAppHide: hide.on,
    offAppHide: hide.off,
    onError: error.on,
    offError: error.off,
    onUnhandledRejection: rejection.on,
    offUnhandledRejection: rejection.off,
    onPageNotFound: missing.on,
    offPageNotFound: missing.off,
    onWindowResize: resize.on,
    offWindowResize: resize.off,
    getLaunchOptionsSync: launched,
    getEnterOptionsSync: launched,
  }
}

/**
 * A browser cannot know whether its screen is recorded, and cannot hide itself: it answers as WeChat on a phone that cannot
 * either. Listeners are taken and never told.
 */
const captureApi = () => {
  const unable = (name: string) =>
    api(name, () => {
      throw new Refusal('not supported on this platform')
    })
  const recording = new Listeners<Facts>()
  const shots = new Listeners<Facts>()
  return {
    setVisualEffectOnCapture: unable('setVisualEffectOnCapture'),
    getScreenRecordingState: unable('getScreenRecordingState'),
    onScreenRecordingStateChanged: recording.on,
    offScreenRecordingStateChanged: recording.off,
    onUserCaptureScreen: shots.on,
    offUserCaptureScreen: shots.off,
  }
}

/** Calls that a browser cannot honour and that change nothing for the learner: accepted in silence, listed in the README of this folder. */
const silent = () => {
  const accepted = (name: string) => api(name, () => undefined)
  const nothing = (): void => undefined
  return {
    onMenuButtonBoundingClientRectWeightChange: nothing,
    offMenuButtonBoundingClientRectWeightChange: nothing,
    setBackgroundTextStyle: accepted('setBackgroundTextStyle'),
    setInnerAudioOption: accepted('setInnerAudioOption'),
    showShareMenu: accepted('showShareMenu'),
    hideShareMenu: accepted('hideShareMenu'),
    updateShareMenu: accepted('updateShareMenu'),
    reportEvent: nothing,
    hideKeyboard: api('hideKeyboard', () => {
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
    }),
  }
}

function wakeApi() {
  let held: WakeLockSentinel | null = null
  return {
    setKeepScreenOn: api('setKeepScreenOn', async ({ keepScreenOn }) => {
      await held?.release()
      held = null
      if (!keepScreenOn) return
      if (!('wakeLock' in navigator)) throw new Refusal('this browser cannot keep the screen on')
      held = await navigator.wakeLock.request('screen')
    }),
  }
}

/** A new version is simply the next load of the page, so there is never one waiting. */
const updateManager = () => ({
  onCheckForUpdate: (listener: (detail: Facts) => void): void => queueMicrotask(() => listener({ hasUpdate: false })),
  onUpdateReady: (): void => undefined,
  onUpdateFailed: (): void => undefined,
  applyUpdate: (): void => location.reload(),
})

/** Device, window, network and the app's life. */
export function systemApi(engine: Engine) {
  const systemInfo = () => ({ ...windowInfo(engine), ...deviceInfo(), ...appBaseInfo() })
  const themes = new Listeners<Facts>()
  isDark().addEventListener('change', () => themes.tell({ theme: theme() }))
  const vibrate = (name: string, ms: number) =>
    api(name, () => {
      if (!('vibrate' in navigator)) throw new Refusal('this device does not vibrate')
      navigator.vibrate(ms)
    })
  return {
    ...networkApi(),
    ...lifeApi(engine),
    ...silent(),
    ...captureApi(),
    ...wakeApi(),
    getWindowInfo: () => windowInfo(engine),
    getDeviceInfo: deviceInfo,
    getAppBaseInfo: appBaseInfo,
    getSystemInfoSync: systemInfo,
    getSystemInfo: api('getSystemInfo', systemInfo),
    getAccountInfoSync: () => ({ miniProgram: { appId: APP_ID, envVersion: 'develop', version: '' }, plugin: {} }),
    getMenuButtonBoundingClientRect: () => engine.layout().menuButton,
    getUpdateManager: updateManager,
    onThemeChange: themes.on,
    offThemeChange: themes.off,
    vibrateShort: vibrate('vibrateShort', 15),
    vibrateLong: vibrate('vibrateLong', 400),
    nextTick: (act: () => void): void => queueMicrotask(act),
  }
}
