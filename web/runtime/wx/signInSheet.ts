import type { Device } from './device'
import { make, makeButton, openSheet } from './sheet'
import type { Code, SignInSheet } from './signIn'

const HOW = '打开微信「扫一扫」,扫下面的小程序码,再在手机上点「同意登录」。'
/** A phone cannot scan its own screen. */
const HOW_ON_A_PHONE = '长按保存下面的小程序码,打开微信「扫一扫」,从相册里选它,再点「同意登录」。'

/** The sheet with the code. `phone` is where the mini-program opens in another window, on a desk; `schoolName` is what one signs in to. */
export function openSignInSheet(
  overlay: HTMLElement,
  { schoolName, device, phone }: { schoolName: string; device: Device; phone: string | null },
): SignInSheet {
  let leave = (): void => {}
  const left = new Promise<void>((resolve) => {
    leave = resolve
  })
  const { panel, close } = openSheet(overlay, { kind: 'centre', label: '用微信登录', onMask: () => leave() })
  panel.classList.add('wx-signin')
  const isPhone = device.system === 'android' || device.system === 'ios'
  const body = make('div', 'wx-signin-body')
  body.setAttribute('role', 'status')
  panel.append(
    make('div', 'wx-sheet-title', `用微信登录${schoolName}`),
    make('p', 'wx-sheet-words', isPhone ? HOW_ON_A_PHONE : HOW),
    body,
    makeButton('wx-sheet-second wx-signin-leave', '先不登录', () => leave()),
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
      picture.alt = '登录用的小程序码'
      parts.push(picture)
    }
    if (phone !== null) {
      const link = make('a', 'wx-signin-phone', '在这台桌面上试用:另开一页当手机')
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
    box.append(make('div', 'wx-pay-tick'), make('div', '', '扫到了,请在手机上点「同意登录」'))
    body.replaceChildren(box)
  }

  return {
    busy: () => waiting('正在准备小程序码'),
    show,
    seen,
    over: (words) =>
      new Promise((resolve) => {
        const why = make('div', 'wx-signin-why', words)
        why.setAttribute('role', 'alert')
        body.replaceChildren(why, makeButton('wx-sheet-main wx-signin-again', '换一张码', resolve))
      }),
    left,
    close,
  }
}
