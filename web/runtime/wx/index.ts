import { openTypes } from '../builtins/button'
import { hasProperty } from '../builtins/define'
import { builtInNames } from '../builtins/names'
import type { Engine, Instance } from '../engine'
import { words as own } from '../words'
import { accountApi } from './account'
import { createAnimation, watchAnimations } from './animation'
import { api, type Facts, textIn } from './api'
import { BackgroundAudio, InnerAudio } from './audio'
import { openCapsule } from './capsule'
import { cloudApi } from './cloud'
import { showActionSheet, showModal } from './dialogs'
import { base64Of, bytesOfBase64, fileSystem, filesToKeep } from './files'
import { mediaApi } from './media'
import { navigationApi } from './navigation'
import { networkRequests } from './network'
import { type Platform, platformOf } from './platform'
import { storageApi } from './storage'
import { systemApi } from './system'
import { USER_DATA_PATH } from './userFiles'

function dialogsApi(engine: Engine, { toasts }: Platform) {
  return {
    showToast: api('showToast', (options) => toasts.showToast(options)),
    hideToast: api('hideToast', () => toasts.hide()),
    showLoading: api('showLoading', (options) => toasts.showLoading(options)),
    hideLoading: api('hideLoading', () => toasts.hide()),
    showModal: api('showModal', (options) => showModal(engine.chrome.overlay(), options)),
    showActionSheet: api('showActionSheet', (options) => showActionSheet(engine.chrome.overlay(), options)),
  }
}

function clipboardApi({ toasts, privacy }: Platform) {
  return {
    setClipboardData: api('setClipboardData', async (options) => {
      await navigator.clipboard.writeText(textIn(options, 'data'))
      toasts.showToast({ title: own().copied })
    }),
    getClipboardData: api('getClipboardData', async () => {
      await privacy.require('getClipboardData')
      return { data: await navigator.clipboard.readText() }
    }),
  }
}

function elementsApi(engine: Engine) {
  const page = (): Instance => {
    const current = engine.currentPageInstance()
    if (!current) throw new Error('there is no page yet to look into')
    return current
  }
  return {
    createSelectorQuery: () => page().createSelectorQuery(),
    createIntersectionObserver: (component: Instance | undefined, options?: Facts) =>
      (component ?? page()).createIntersectionObserver(options),
    createMediaQueryObserver: (component?: Instance) => (component ?? page()).createMediaQueryObserver(),
    createVideoContext: (id: string, scope?: Instance) => {
      const video = engine.findById(id, scope)
      if (!video) throw new Error(`createVideoContext: there is no <video id="${id}">`)
      return video.callMethod('contextOf')
    },
    createAnimation,
  }
}

function soundApi(engine: Engine) {
  const urlOf = (src: string) => engine.assetUrl(undefined, src)
  let background: BackgroundAudio | null = null
  return {
    createInnerAudioContext: () => new InnerAudio(urlOf),
    getBackgroundAudioManager: () => {
      background ??= new BackgroundAudio(urlOf)
      return background
    },
  }
}

const logger = () => ({
  debug: console.debug,
  info: console.info,
  log: console.log,
  warn: console.warn,
  error: console.error,
})

/**
 * Whether something is honoured here: an API by its name, a component by its name, its property, and for `button` the value of
 * `open-type`. Parameters of APIs are not told apart.
 */
const canIUse =
  (known: Facts) =>
  (schema: string): boolean => {
    const [name = '', property, value] = schema.split('.')
    if (name in known) return true
    if (!builtInNames.includes(name)) return false
    if (property === undefined || property.startsWith('bind')) return true
    if (name === 'button' && property === 'open-type' && value !== undefined)
      return openTypes.some((one) => one === value)
    return hasProperty(name, property)
  }

/** An unknown name throws at once, by name: a page that asks for it would fail on a phone in some other, quieter way. */
const strict = (known: Facts, path: string): object =>
  new Proxy(known, {
    get(target, name) {
      if (typeof name === 'symbol' || name in target || name === 'then' || name === 'toJSON')
        return Reflect.get(target, name)
      throw new Error(`${path}.${name} is not part of the browser client`)
    },
  })

/** Resolves once the files of earlier visits can be read. */
export const filesReady = (engine: Engine): Promise<void> => platformOf(engine).userFiles.ready

/** Builds `wx` for one engine. Names it does not know throw; `wx.canIUse` and `'name' in wx` tell the truth. */
export function createWx(engine: Engine): object {
  const platform = platformOf(engine)
  const files = fileSystem(platform.files, platform.userFiles)
  engine.serveFiles((path) => platform.userFiles.address(path))
  const wx: Facts = {
    ...navigationApi(engine),
    ...systemApi(engine),
    ...dialogsApi(engine, platform),
    ...storageApi(localStorage, () => platform.identity.owner()),
    ...networkRequests(platform.files, platform.userFiles),
    ...filesToKeep(platform.files, platform.userFiles),
    ...mediaApi(engine, platform),
    ...accountApi(engine, platform),
    ...clipboardApi(platform),
    ...elementsApi(engine),
    ...soundApi(engine),
    cloud: strict(cloudApi(platform.functions), 'wx.cloud'),
    env: { USER_DATA_PATH },
    getFileSystemManager: () => files,
    getLogManager: logger,
    getRealtimeLogManager: logger,
    arrayBufferToBase64: (buffer: ArrayBuffer) => base64Of(new Uint8Array(buffer)),
    base64ToArrayBuffer: (text: string) => bytesOfBase64(text).buffer,
  }
  wx.canIUse = canIUse(wx)
  openCapsule(engine, platform)
  watchAnimations(document.body)
  return strict(wx, 'wx')
}
