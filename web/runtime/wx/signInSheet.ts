import { words as own } from '../words'
import type { Device } from './device'
import { make, makeButton, openSheet } from './sheet'
import type { Code, SignInSheet } from './signIn'

/** A row of small buttons, each another way in. */
export function otherWays(others: { words: string; choose(): void }[], leave: () => void): HTMLElement {
  const row = make('div', 'wx-signin-others')
  for (const { words, choose } of others)
    row.append(
      makeButton('wx-signin-other', words, () => {
        choose()
        leave()
      }),
    )
  return row
}

/** The sheet with the code. `phone` is where the mini-program opens in another window, on a desk; `schoolName` is what one signs in to. */
export function openSignInSheet(
  overlay: HTMLElement,
  {
    schoolName,
    device,
    phone,
    others = [],
  }: {
    schoolName: string
    device: Device
    phone: string | null
    /** Other ways to sign in, each with its words and what choosing it does besides leaving this sheet. */
    others?: { words: string; choose(): void }[]
  },
): SignInSheet {
  const said = own()
  let leave = (): void => {}
  const left = new Promise<void>((resolve) => {
    leave = resolve
  })
  const { panel, close } = openSheet(overlay, { kind: 'centre', label: said.signIn, onMask: () => leave() })
  panel.classList.add('wx-signin')
  const isPhone = device.system === 'android' || device.system === 'ios'
  const body = make('div', 'wx-signin-body')
  body.setAttribute('role', 'status')
  panel.append(
    make('div', 'wx-sheet-title', said.signInTo(schoolName)),
    make('p', 'wx-sheet-words', isPhone ? said.scanHowOnAPhone : said.scanHow),
    body,
    ...(others.length ? [otherWays(others, () => leave())] : []),
    makeButton('wx-sheet-second wx-signin-leave', said.notNow, () => leave()),
  )

  const waiting = (words: string): void => {
    const box = make('div', 'wx-signin-waiting')
    box.append(make('div', 'wx-spinner'), make('div', '', words))
    body.replaceChildren(box)
  }

  function show({ page, scene, imageUrl }: Code): void {
    const parts: Node[] = []
    if (imageUrl) {
      const picture = make('img', 'wx-signin-code')
      picture.src = imageUrl
      picture.alt = said.codePicture
      parts.push(picture)
    }
    if (phone !== null) {
      const link = make('a', 'wx-signin-phone', said.tryOnDesk)
      link.href = `${phone}#/${page}?scene=${encodeURIComponent(scene)}`
      link.target = '_blank'
      link.rel = 'noopener'
      parts.push(link)
    }
    body.replaceChildren(...parts)
  }

  function seen(): void {
    if (body.querySelector('.wx-signin-seen')) return
    const box = make('div', 'wx-signin-waiting wx-signin-seen')
    box.append(make('div', 'wx-pay-tick'), make('div', '', said.scanned))
    body.replaceChildren(box)
  }

  return {
    busy: () => waiting(said.preparingCode),
    show,
    seen,
    over: (words) =>
      new Promise((resolve) => {
        const why = make('div', 'wx-signin-why', words)
        why.setAttribute('role', 'alert')
        body.replaceChildren(why, makeButton('wx-sheet-main wx-signin-again', said.anotherCode, resolve))
      }),
    left,
    close,
  }
}
