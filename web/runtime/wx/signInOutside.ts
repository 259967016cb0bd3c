import { words as own } from '../words'
import { agreementLine } from './agreementLine'
import type { Device } from './device'
import { type BroughtBack, type GoneOut, noteGoneOut, type Provider } from './goneOut'
import { make, makeButton, openSheet } from './sheet'
import { dataOf, type SignedIn, signedInOf } from './signedIn'
import { otherWays } from './signInSheet'
import type { Ask } from './storefront'

type World = {
  ask: Ask
  device: Device
  overlay: HTMLElement
  schoolName: string
  provider: Provider
  /** What there is to agree to, as the school told it. */
  agreements: unknown
  /** Why the last attempt came to nothing; empty for the first. */
  problem: string
  others: { words: string; choose(): void }[]
}

function refusalWords(code: string, provider: Provider): string {
  const said = own()
  switch (code) {
    case 'SIGN_IN_DENIED':
      return said.outsideDenied
    case 'SIGN_IN_OVER':
      return said.outsideOver
    case 'PROVIDER_UNAVAILABLE':
      return said.outsideDown[provider]
    case 'AGREEMENT_NEEDED':
      return said.agreeFirst
    default:
      return said.tryLater
  }
}

/** Takes what came back to the school. Answers who is signed in now, or why nobody is. */
export async function cameBack(ask: Ask, out: GoneOut, { ticket, code }: BroughtBack): Promise<SignedIn | string> {
  const reply = await ask('webLogin', { action: 'comeBack', ticket, secret: out.secret, code }).catch(() => null)
  if (!reply) return own().offline
  const answer = dataOf(reply)
  if (!answer.ok) return refusalWords(answer.code, out.provider)
  return signedInOf(answer.data) ?? own().tryLater
}

/** The sheet before the way to QQ or Weibo. Resolves when the person leaves it for another way or for none; going out leaves this page altogether. */
export function signInOutside(world: World): Promise<null> {
  const { ask, device, overlay, schoolName, provider, agreements, problem: before, others } = world
  const said = own()
  return new Promise((resolve) => {
    const leave = (): void => {
      close()
      resolve(null)
    }
    const label = said.byProvider[provider]
    const { panel, close } = openSheet(overlay, { kind: 'centre', label, onMask: leave })
    panel.classList.add('wx-signin')
    const problem = make('div', 'wx-signin-problem', before)
    problem.setAttribute('role', 'alert')
    const { line, box } = agreementLine()
    const main = makeButton('wx-sheet-main', said.toProvider[provider], () => void goOut())

    async function goOut(): Promise<void> {
      problem.textContent = box.checked ? '' : said.agreeFirst
      if (!box.checked || main.disabled) return
      main.disabled = true
      const reply = await ask('webLogin', { action: 'goOut', provider, device, agreements }).catch(() => null)
      const answer = reply && dataOf(reply)
      if (!answer?.ok) {
        problem.textContent = answer ? refusalWords(answer.code, provider) : said.offline
        main.disabled = false
        return
      }
      const { ticket, secret, url } = answer.data
      noteGoneOut(localStorage, { provider, ticket: String(ticket), secret: String(secret), hash: location.hash })
      location.assign(String(url))
    }

    const form = make('div', 'wx-signin-form')
    form.append(line, problem, main)
    panel.append(
      make('div', 'wx-sheet-title', said.signInTo(schoolName)),
      make('p', 'wx-sheet-words', said.outsideHow[provider]),
      form,
      otherWays(others, leave),
      makeButton('wx-sheet-second wx-signin-leave', said.notNow, leave),
    )
  })
}
