import { words as own } from '../words'
import { agreementLine } from './agreementLine'
import type { Facts } from './api'
import type { Device } from './device'
import { make, makeButton, openSheet } from './sheet'
import { type SignedIn, signedInOf } from './signedIn'
import { otherWays } from './signInSheet'
import type { Ask } from './storefront'

export type AddressKind = 'phone' | 'email'
type Mode = 'code' | 'password' | 'reset'

type World = {
  ask: Ask
  device: Device
  overlay: HTMLElement
  schoolName: string
  kind: AddressKind
  /** What there is to agree to, as the school told it. */
  agreements: unknown
  /** Where this desk shows what was sent; null at a real storefront. */
  letters: string | null
  others: { words: string; choose(): void }[]
}

const recordOf = (value: unknown): Facts => (typeof value === 'object' && value !== null ? (value as Facts) : {}) // an object is one of facts

/** The words for a refusal, with what it says about tries and time. */
function refusalWords(answer: Facts): string {
  const said = own()
  const { code, facts } = recordOf(answer.error)
  const { left, waitSeconds } = recordOf(facts)
  if (code === 'CODE_REFUSED') return Number(left) > 0 ? said.wrongCode(String(left)) : said.codeOver
  if (code === 'TOO_MANY_TRIES') return said.waitMinutes(String(Math.ceil(Number(waitSeconds) / 60)))
  if (code === 'SIGN_IN_REFUSED') return said.wrongPassword
  if (code === 'ADDRESS_REFUSED') return said.addressRefused
  if (code === 'AGREEMENT_NEEDED') return said.agreeFirst
  return said.tryLater
}

function field(name: string, type: string, label: string, most: number): HTMLInputElement {
  const input = make('input', 'wx-signin-field')
  input.name = name
  input.type = type
  input.placeholder = label
  input.setAttribute('aria-label', label)
  input.maxLength = most
  if (type === 'tel') input.inputMode = 'numeric'
  return input
}

/** Signs in with a phone number or an e-mail address: by a code, by a password, or by a code that sets a new one. Null when the person leaves. */
export function signInByForm({
  ask,
  device,
  overlay,
  schoolName,
  kind,
  agreements,
  letters,
  others,
}: World): Promise<SignedIn | null> {
  const said = own()
  return new Promise((resolve) => {
    let mode: Mode = 'code'
    let timer: ReturnType<typeof setInterval> | undefined
    const leave = (signedIn: SignedIn | null = null): void => {
      clearInterval(timer)
      close()
      resolve(signedIn)
    }
    const title = kind === 'phone' ? said.byPhone : said.byEmail
    const { panel, close } = openSheet(overlay, {
      kind: 'centre',
      label: title,
      onMask: () => leave(),
    })
    panel.classList.add('wx-signin')

    const address = field(
      'address',
      kind === 'phone' ? 'tel' : 'email',
      kind === 'phone' ? said.phoneNumber : said.emailAddress,
      kind === 'phone' ? 11 : 100,
    )
    address.autocomplete = kind === 'phone' ? 'tel-national' : 'email'
    const code = field('code', 'tel', said.sixDigits, 6)
    code.autocomplete = 'one-time-code'
    const password = field('password', 'password', said.password, 72)
    const problem = make('div', 'wx-signin-problem')
    problem.setAttribute('role', 'alert')
    const { line: agreement, box } = agreementLine()
    const send = makeButton('wx-signin-send', said.sendCode, () => void sendCode())
    const codeRow = make('div', 'wx-signin-row')
    codeRow.append(code, send)
    const main = makeButton('wx-sheet-main', said.signInNow, () => void enter())
    const switches = make('div', 'wx-signin-others')
    const form = make('form', 'wx-signin-form')
    form.addEventListener('submit', (event) => event.preventDefault())

    const target = () =>
      kind === 'phone' ? { kind, phone: address.value.replace(/\D/g, '') } : { kind, email: address.value.trim() }

    function addressFault(): string {
      if (kind === 'phone') return /^1[3-9]\d{9}$/.test(address.value.replace(/\D/g, '')) ? '' : said.badPhone
      return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(address.value.trim()) ? '' : said.badEmail
    }
    function fault(): string {
      const first = addressFault()
      if (first) return first
      if (mode !== 'password' && !/^\d{6}$/.test(code.value)) return said.badDigits
      if (mode === 'reset' && password.value.length < 8) return said.badPassword
      return mode !== 'password' && !box.checked ? said.agreeFirst : ''
    }

    function draw(next: Mode): void {
      mode = next
      problem.textContent = ''
      password.value = ''
      password.placeholder = mode === 'reset' ? said.newPassword : said.password
      password.setAttribute('aria-label', password.placeholder)
      password.autocomplete = mode === 'reset' ? 'new-password' : 'current-password'
      main.textContent = mode === 'reset' ? said.setAndSignIn : said.signInNow
      form.replaceChildren(
        address,
        ...(mode === 'password' ? [] : [codeRow]),
        ...(mode === 'code' ? [] : [password]),
        ...(mode === 'password' ? [] : [agreement]),
        problem,
        main,
      )
      switches.replaceChildren(
        makeButton('wx-signin-other', mode === 'code' ? said.withPassword : said.withCode, () =>
          draw(mode === 'code' ? 'password' : 'code'),
        ),
        ...(mode === 'password' ? [makeButton('wx-signin-other', said.forgot, () => draw('reset'))] : []),
      )
    }

    /** Until another code may be asked for the button says how long. */
    function wait(seconds: number): void {
      const end = Date.now() + seconds * 1000
      const tick = (): void => {
        const left = Math.ceil((end - Date.now()) / 1000)
        send.disabled = left > 0
        send.textContent = left > 0 ? said.sendAgain(String(left)) : said.sendCode
        if (left <= 0) clearInterval(timer)
      }
      clearInterval(timer)
      timer = setInterval(tick, 1000)
      tick()
    }

    async function asked(input: Facts): Promise<Facts | null> {
      problem.textContent = ''
      main.disabled = true
      const answer = await ask('webLogin', input).catch(() => null)
      main.disabled = false
      if (answer?.ok === true) return recordOf(answer.data)
      problem.textContent = answer ? refusalWords(answer) : said.offline
      return null
    }

    async function sendCode(): Promise<void> {
      const wrong = addressFault()
      problem.textContent = wrong
      if (wrong || send.disabled) return
      send.disabled = true
      const data = await asked({ action: 'sendCode', address: target() })
      if (data) {
        wait(Number(recordOf(data.sent).waitSeconds))
        code.focus()
      } else send.disabled = false
    }

    async function enter(): Promise<void> {
      const wrong = fault()
      problem.textContent = wrong
      if (wrong || main.disabled) return
      const from = { address: target(), device, agreements: mode === 'password' ? null : agreements }
      const input = {
        code: { action: 'withCode', code: code.value, ...from },
        password: { action: 'withPassword', password: password.value, ...from },
        reset: { action: 'setPassword', code: code.value, password: password.value, ...from },
      }[mode]
      const data = await asked(input)
      const signedIn = data && signedInOf(data)
      if (signedIn) leave(signedIn)
    }

    const note = make('a', 'wx-signin-phone', said.lettersOfDesk)
    if (letters !== null) {
      note.href = letters
      note.target = '_blank'
      note.rel = 'noopener'
    }
    panel.append(
      make('div', 'wx-sheet-title', said.signInTo(schoolName)),
      form,
      switches,
      ...(letters === null ? [] : [note]),
      otherWays(others, () => leave()),
      makeButton('wx-sheet-second wx-signin-leave', said.notNow, () => leave()),
    )
    draw('code')
    address.focus({ preventScroll: true })
  })
}
