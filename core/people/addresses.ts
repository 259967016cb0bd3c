import type { Address, WayKind } from '../contract/address'
import type { Vault } from '../ports'

/** An address as it is kept and compared: a number in E.164, an e-mail in small letters. */
export const subjectOf = (address: Address): string =>
  address.kind === 'phone' ? `+86${address.phone}` : address.email.trim().toLowerCase()

/** The identity behind an address. Its id tells nothing about the address to whoever reads the documents. */
export const addressIdOf = (vault: Pick<Vault, 'blind'>, kind: WayKind, subject: string): string =>
  `${kind}:${vault.blind(`${kind}:${subject}`)}`

const phoneMask = (phone: string): string =>
  phone.startsWith('+86') && phone.length === 14
    ? `${phone.slice(3, 6)}****${phone.slice(-4)}`
    : `${phone.slice(0, -8)}****${phone.slice(-4)}`

function emailMask(email: string): string {
  const at = email.lastIndexOf('@')
  return `${email.slice(0, 1)}***${email.slice(at)}`
}

/** What is shown of a way, everywhere: enough for its owner to know it by. Nobody knows their own number at QQ or Weibo by heart. */
export function masked(kind: WayKind, subject: string): string {
  switch (kind) {
    case 'phone':
      return phoneMask(subject)
    case 'email':
      return emailMask(subject)
    case 'qq':
    case 'weibo':
      return ''
  }
}
