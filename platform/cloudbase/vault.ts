import type { Vault } from '../../core/ports'
import { vault as vaultOf } from '../vault'
import { peopleSettings } from './settings'

let made: Vault | undefined

function opened(): Vault {
  if (!made) {
    const { PERSONAL_KEYS, BLIND_KEY } = peopleSettings()
    const sealKeys = PERSONAL_KEYS.split(',').map((one): [string, Buffer] => {
      const [id = '', hex = ''] = one.split(':')
      return [id, Buffer.from(hex, 'hex')]
    })
    made = vaultOf({ sealKeys, blindKey: Buffer.from(BLIND_KEY, 'hex') })
  }
  return made
}

/** The vault of this school; its keys are read when something is first sealed or opened. */
export const vault: Vault = {
  seal: (text, place) => opened().seal(text, place),
  open: (sealed, place) => opened().open(sealed, place),
  isOld: (sealed) => opened().isOld(sealed),
  blind: (text) => opened().blind(text),
  hash: (password) => opened().hash(password),
  check: (password, hash) => opened().check(password, hash),
  digits: () => opened().digits(),
}
