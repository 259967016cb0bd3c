import { words as own } from '../words'
import type { Device } from './device'
import { dataOf, type SignedIn } from './signedIn'
import { type SignInSheet, signInByCode } from './signIn'
import { type AddressKind, signInByForm } from './signInForm'
import { openSignInSheet } from './signInSheet'
import type { Ask } from './storefront'

type Way = 'weChat' | AddressKind

type World = {
  ask: Ask
  device: Device
  overlay(): HTMLElement
  schoolName: string
  /** Where the mini-program opens in another window, on a desk; null elsewhere. */
  phone: string | null
}

/** The panel of a desk, where it shows the texts and mail that were sent. */
const LETTERS = '/panel/#messages'

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

/**
 * Signs this browser in, in one of the ways the school has, and lets the person change between them. A computer begins with the code that a phone scans;
 * a phone cannot scan itself and begins with its number. Null when the person leaves.
 */
export async function signInSomehow({ ask, device, overlay, schoolName, phone }: World): Promise<SignedIn | null> {
  const reply = await ask('webLogin', { action: 'ways' }).catch(() => null)
  const answer = reply && dataOf(reply)
  const told = answer?.ok ? answer.data : {}
  const has: Record<Way, boolean> = { weChat: true, phone: told.phone === true, email: told.email === true }
  const names: Record<Way, string> = { weChat: own().signIn, phone: own().byPhone, email: own().byEmail }
  const isPhone = device.system === 'android' || device.system === 'ios'

  for (let way: Way | null = isPhone && has.phone ? 'phone' : 'weChat'; way; ) {
    const here: Way = way
    let next: Way | null = null
    const others = (['phone', 'email', 'weChat'] as const)
      .filter((other) => other !== here && has[other])
      .map((other) => ({
        words: names[other],
        choose: () => {
          next = other
        },
      }))
    const openCode = (): SignInSheet => openSignInSheet(overlay(), { schoolName, device, phone, others })
    const signedIn =
      here === 'weChat'
        ? await signInByCode({ ask, device, openSheet: openCode, needsPicture: phone === null, pause })
        : await signInByForm({
            ask,
            device,
            overlay: overlay(),
            schoolName,
            kind: here,
            agreements: told.agreements,
            letters: phone === null ? null : LETTERS,
            others,
          })
    if (signedIn) return signedIn
    way = next
  }
  return null
}
