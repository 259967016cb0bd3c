import { words as own } from '../words'
import type { Device } from './device'
import { type Provider, providers } from './goneOut'
import { dataOf, type SignedIn } from './signedIn'
import { type SignInSheet, signInByCode } from './signIn'
import { type AddressKind, signInByForm } from './signInForm'
import { signInOutside } from './signInOutside'
import { openSignInSheet } from './signInSheet'
import type { Ask } from './storefront'

type Way = 'weChat' | AddressKind | Provider

type World = {
  ask: Ask
  device: Device
  overlay(): HTMLElement
  schoolName: string
  /** Where the mini-program opens in another window, on a desk; null elsewhere. */
  phone: string | null
  /** An attempt at QQ or Weibo that came to nothing, and why: it is shown first. */
  failed?: { provider: Provider; why: string }
}

/** The panel of a desk, where it shows the texts and mail that were sent. */
const LETTERS = '/panel/#messages'

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

/**
 * Signs this browser in, in one of the ways the school has, and lets the person change between them. A computer begins with the code that a phone scans;
 * a phone cannot scan itself and begins with its number. Null when the person leaves.
 */
export async function signInSomehow({
  ask,
  device,
  overlay,
  schoolName,
  phone,
  failed,
}: World): Promise<SignedIn | null> {
  const reply = await ask('webLogin', { action: 'ways' }).catch(() => null)
  const answer = reply && dataOf(reply)
  const told = answer?.ok ? answer.data : {}
  const open = (way: Provider): boolean => Array.isArray(told.providers) && told.providers.includes(way)
  const has: Record<Way, boolean> = {
    weChat: true,
    phone: told.phone === true,
    email: told.email === true,
    qq: open('qq'),
    weibo: open('weibo'),
  }
  const said = own()
  const names: Record<Way, string> = {
    weChat: said.signIn,
    phone: said.byPhone,
    email: said.byEmail,
    ...said.byProvider,
  }
  const isPhone = device.system === 'android' || device.system === 'ios'

  const first = (): Way => failed?.provider ?? (isPhone && has.phone ? 'phone' : 'weChat')
  let problem = failed?.why ?? ''
  for (let way: Way | null = first(); way; ) {
    const here: Way = way
    let next: Way | null = null
    const others = (['phone', 'email', 'weChat', ...providers] as const)
      .filter((other) => other !== here && has[other])
      .map((other) => ({
        words: names[other],
        choose: () => {
          next = other
        },
      }))
    const openCode = (): SignInSheet => openSignInSheet(overlay(), { schoolName, device, phone, others })
    const letters = phone === null ? null : LETTERS
    const world = { ask, device, overlay: overlay(), schoolName, agreements: told.agreements, others }
    const signIn = (): Promise<SignedIn | null> => {
      switch (here) {
        case 'weChat':
          return signInByCode({ ask, device, openSheet: openCode, needsPicture: phone === null, pause })
        case 'phone':
        case 'email':
          return signInByForm({ ...world, kind: here, letters })
        case 'qq':
        case 'weibo':
          return signInOutside({ ...world, provider: here, problem })
      }
    }
    const signedIn = await signIn()
    if (signedIn) return signedIn
    way = next
    problem = ''
  }
  return null
}
