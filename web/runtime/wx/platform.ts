import type { Engine } from '../engine'
import { pickAccount } from './accountPicker'
import { deskFunctions, type Functions } from './cloud'
import { type Desk, deskOf } from './desk'
import { askPrivacy, toasts } from './dialogs'
import { type Identity, identityOf } from './identity'
import { Privacy } from './privacy'
import { apiAddress, httpFunctions, nobody, noDesk } from './storefront'
import { TempFiles } from './tempFiles'

/** What WeChat itself is to the mini-program here: one per engine, shared by `wx.*` and the built-ins. */
export type Platform = {
  /** Whether a desk stands behind the page. A storefront of static files has none, and so neither WeChat nor a cashier. */
  hasDesk: boolean
  identity: Identity
  desk: Desk
  functions: Functions
  privacy: Privacy
  files: TempFiles
  toasts: ReturnType<typeof toasts>
  /** The school's name as the nav bar says it. */
  appName: string
}

const platforms = new WeakMap<Engine, Platform>()

function build(engine: Engine): Platform {
  const overlay = () => engine.chrome.overlay()
  const title = engine.app.window.navigationBarTitleText
  const appName = typeof title === 'string' && title ? title : '小程序'
  const api = apiAddress()
  const hasDesk = api === null
  const identity = hasDesk ? identityOf(localStorage, '', (accounts) => pickAccount(overlay(), accounts)) : nobody
  const desk = hasDesk ? deskOf('', identity) : noDesk
  return {
    hasDesk,
    identity,
    desk,
    functions: hasDesk ? deskFunctions(desk) : httpFunctions(api),
    privacy: new Privacy(localStorage, identity, () => askPrivacy(overlay(), appName)),
    files: new TempFiles(),
    toasts: toasts(overlay),
    appName,
  }
}

/** The platform around this engine, made when it is first asked for. */
export function platformOf(engine: Engine): Platform {
  const held = platforms.get(engine) ?? build(engine)
  platforms.set(engine, held)
  return held
}
