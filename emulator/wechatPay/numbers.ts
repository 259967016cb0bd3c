import { randomBytes, randomInt } from 'node:crypto'
import { chinaDigits } from './chinaTime'

const digits = (count: number): string => Array.from({ length: count }, () => randomInt(10)).join('')

/** 28 digits, with the day inside: `4200` + 6 + `YYYYMMDD` + 10. */
export const transactionId = (now: number): string => `4200${digits(6)}${chinaDigits(now).slice(0, 8)}${digits(10)}`

/** 29 digits, with the day inside. */
export const refundId = (now: number): string => `503${digits(8)}${chinaDigits(now).slice(0, 8)}${digits(10)}`

/** 30 digits and more, with the day inside. */
export const transferBillNo = (now: number): string => `1330${digits(12)}${chinaDigits(now).slice(2, 8)}00${digits(10)}`

/** What the QR code of an order holds, and what an H5 link carries beside its prepay_id. */
export const payCode = (): string => randomBytes(7).toString('base64url').slice(0, 9)
export const h5Package = (): string => `1${digits(9)}`

/** What opens the confirmation page of a transfer. */
export const packageInfo = (): string => `ABBQO+oYAAABAAAAAAD${randomBytes(66).toString('base64')}=`

export const prepayId = (now: number): string =>
  `wx${chinaDigits(now)}${randomBytes(9).toString('hex')}0000`.slice(0, 36)

export const nonce = (): string => randomBytes(16).toString('hex').toUpperCase()
