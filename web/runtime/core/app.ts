import * as glassEasel from 'glass-easel'
import type { AppConfig, Route, Router } from '../engine'
import { on, signal } from './signals'

type AppObject = Record<string, unknown>

let app: AppObject | undefined
let config: AppConfig | undefined

/** The scene WeChat names for an ordinary start. */
const ORDINARY_START = 1001
/** WeChat's number for a page that is opened inside the moments: nobody can sign in there, and no other page be opened. */
export const SINGLE_PAGE = 1154

/** As WeChat names it; `?scene=1154` before the hash shows a page as the moments do. */
export const SCENE = Number(new URLSearchParams(globalThis.location?.search ?? '').get('scene')) || ORDINARY_START
export const isSinglePage = (): boolean => SCENE === SINGLE_PAGE

export function appConfig(): AppConfig {
  if (!config) throw new Error('the app has not started yet')
  return config
}
export function setAppConfig(value: AppConfig): void {
  config = value
}

let launched: Route = { path: '', query: {} }
/** Remembers what the app was started with. */
export function setLaunch(route: Route): void {
  launched = route
}
/** As `wx.getLaunchOptionsSync` answers. */
export const launchOptions = (): ReturnType<Router['launchOptions']> => ({
  ...launched,
  scene: SCENE,
  referrerInfo: {},
})

/** `App({...})`: the app's own object, its methods bound to it. */
export function App(definition: AppObject): void {
  app = { ...definition }
}

export const getApp = (): AppObject => {
  app ??= {}
  return app
}

/** Calls one of the app's life methods if it has it; its own faults are logged, never swallowed. */
export function callApp(name: string, ...args: unknown[]): boolean {
  const method = app?.[name]
  if (typeof method !== 'function') return false
  glassEasel.safeCallback(`App ${name}`, method as (...values: unknown[]) => unknown, app, args)
  return true
}

/** Tells the app and its listeners that it is in front. */
export const appShown = ({ path, query }: Route): void => {
  const detail = { path, query, scene: SCENE }
  callApp('onShow', detail)
  signal('appShow', detail)
}

const wordsOf = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? `${error.name}: ${error.message}`) : String(error)

/** Errors of handlers and lifetimes, script errors and unhandled rejections reach `App.onError` and its kin. */
export function watchErrors(): void {
  on('error', (message) => callApp('onError', message))
  on('unhandledRejection', (detail) => callApp('onUnhandledRejection', detail))
  glassEasel.addGlobalErrorListener((error) => {
    console.error(error)
    signal('error', wordsOf(error))
    // Logged above with its stack; the engine's own line would only repeat it.
    return false
  })
  const said = new Set<string>()
  glassEasel.addGlobalWarningListener((message, component) => {
    const from = typeof component === 'string' ? component : component.is
    // Packages write attributes that WeChat takes without a word; a list of a hundred rows need say a thing once.
    const isPackaged = from.startsWith('miniprogram_npm/') || message.includes('"miniprogram_npm/')
    const isNew = !isPackaged && !said.has(`${from} ${message}`)
    said.add(`${from} ${message}`)
    return isNew
  })
  window.addEventListener('error', ({ error, message }) => signal('error', error ? wordsOf(error) : message))
  window.addEventListener('unhandledrejection', ({ reason, promise }) =>
    signal('unhandledRejection', { reason, promise }),
  )
}
