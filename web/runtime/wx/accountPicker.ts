import type { Account } from './identity'
import { make, makeButton, openSheet } from './sheet'

const initialOf = (nickname: string): string => [...nickname][0] ?? '微'

function portrait({ nickname, avatar, colour }: Account): HTMLElement {
  if (avatar) {
    const picture = make('img', 'wx-account-face')
    picture.src = avatar
    picture.alt = ''
    return picture
  }
  const disc = make('span', 'wx-account-face', initialOf(nickname))
  if (colour) disc.style.background = colour
  return disc
}

/** The first question of the desk: which WeChat user sits here. It cannot be left without an answer. */
export function pickAccount(overlay: HTMLElement, accounts: Account[]): Promise<Account> {
  return new Promise((resolve) => {
    const sheet = openSheet(overlay, { kind: 'full', label: '选择一个微信身份' })
    sheet.panel.classList.add('wx-accounts')
    const list = make('div', 'wx-account-list')
    for (const account of accounts) {
      const row = makeButton('wx-account', '', () => {
        sheet.close()
        resolve(account)
      })
      row.dataset.openid = account.openid
      row.append(portrait(account), make('span', 'wx-account-name', account.nickname))
      list.append(row)
    }
    sheet.panel.append(
      make('div', 'wx-sheet-title', '选择一个微信身份'),
      make('p', 'wx-sheet-words', '这是一台开发桌面,这些身份都是为试用准备的。之后可以在右上角「···」里切换。'),
      list,
    )
    if (accounts.length === 0)
      list.append(make('p', 'wx-sheet-words', '这台桌面还没有微信身份。重新启动桌面会备好三个,再刷新本页。'))
  })
}
