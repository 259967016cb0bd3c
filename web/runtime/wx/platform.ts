import type { Engine } from '../engine'
import { words as own } from '../words'
import { pickAccount } from './accountPicker'
import { deskFunctions, type Functions } from './cloud'
import { type Desk, deskOf } from './desk'
import { deviceOf } from './device'
import { askPrivacy, toasts } from './dialogs'
import { broughtBack } from './goneOut'
import { type Identity, identityOf } from './identity'
import { Privacy } from './privacy'
import type { SignedIn } from './signedIn'
import { cameBack } from './signInOutside'
import { signInSomehow } from './signInWays'
import { apiAddress, httpAccess, httpFunctions, noDesk, outsider, phoneAddress } from './storefront'
import { TempFiles } from './tempFiles'
import { inBrowser, UserFiles } from './userFiles'
import { type WebSession, webSession } from './webSession'

/** What WeChat itself is to the mini-program here: one per engine, shared by `wx.*` and the built-ins. */
export type Platform = {
  /** Whether a desk stands behind the page. A storefront of static files has none, and so neither WeChat nor a cashier. */
  hasDesk: boolean
  /** Who has signed in at a storefront; null on a desk, where WeChat says who it is. */
  web: WebSession | null
  identity: Identity
  desk: Desk
  functions: Functions
  privacy: Privacy
  files: TempFiles
  /** Files that outlive the visit. */
  userFiles: UserFiles
  toasts: ReturnType<typeof toasts>
  /** The school's name as the nav bar says it. */
  appName: string
}

const platforms = new WeakMap<Engine, Platform>()

type Ground = Pick<Platform, 'hasDesk' | 'web' | 'identity' | 'desk' | 'functions'>

function onDesk(overlay: () => HTMLElement): Ground {
  const identity = identityOf(localStorage, '', (accounts) => pickAccount(overlay(), accounts))
  const desk = deskOf('', identity)
  return { hasDesk: true, web: null, identity, desk, functions: deskFunctions(desk) }
}

function atStorefront(api: string, overlay: () => HTMLElement, schoolName: string): Ground {
  const ask = httpAccess(api)
  const device = deviceOf(navigator.userAgent)
  const phone = phoneAddress()
  const world = { ask, device, overlay, schoolName, phone }
  const answer = broughtBack(localStorage, location, history)
  /** Signed in by what came back; where that came to nothing the person reads why and may take another way. */
  async function arriving(): Promise<SignedIn | null> {
    if (!answer) return null
    const came = await cameBack(ask, answer.out, answer.back)
    return typeof came === 'string'
      ? signInSomehow({ ...world, failed: { provider: answer.out.provider, why: came } })
      : came
  }
  const web = webSession(localStorage, ask, () => signInSomehow(world), arriving())
  return { hasDesk: false, web, identity: outsider(web), desk: noDesk, functions: httpFunctions(ask, web) }
}

function build(engine: Engine): Platform {
  const overlay = () => engine.chrome.overlay()
  const title = engine.app.window.navigationBarTitleText
  const appName = typeof title === 'string' && title ? title : own().miniProgram
  const api = apiAddress()
  const ground = api === null ? onDesk(overlay) : atStorefront(api, overlay, appName)
  return {
    ...ground,
    privacy: new Privacy(localStorage, ground.identity, () => askPrivacy(overlay(), appName)),
    files: new TempFiles(),
    userFiles: new UserFiles(inBrowser(), () => ground.identity.owner()),
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
