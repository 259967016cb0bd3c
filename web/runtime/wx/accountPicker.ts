import { words as own } from '../words'
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
    const sheet = openSheet(overlay, { kind: 'full', label: own().chooseAccount })
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
      make('div', 'wx-sheet-title', own().chooseAccount),
      make('p', 'wx-sheet-words', own().accountsOfDesk),
      list,
    )
    if (accounts.length === 0) list.append(make('p', 'wx-sheet-words', own().noAccounts))
  })
}
