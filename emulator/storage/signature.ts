import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Driver } from '../database/driver'
import { records } from '../records'

/** What a signature permits. */
export type Permission = { verb: 'get' | 'put'; key: string; untilSeconds: number }

export type Signer = {
  sign(permission: Permission): string
  agrees(permission: Permission, signature: string): boolean
}

/** Signs with a secret of this data folder, so that links live on when the desk is opened again. */
export function storageSigner(driver: Driver): Signer {
  const secrets = records<string>(driver, 'storageSecret')
  const secret = secrets.get('links') ?? randomBytes(32).toString('base64url')
  secrets.put('links', secret)

  const sign = ({ verb, key, untilSeconds }: Permission) =>
    createHmac('sha256', secret).update(`${verb}\n${key}\n${untilSeconds}`).digest('hex').slice(0, 40)

  return {
    sign,
    agrees(permission, signature) {
      const right = Buffer.from(sign(permission))
      const given = Buffer.from(signature)
      return right.length === given.length && timingSafeEqual(right, given)
    },
  }
}
