import { randomBytes, randomInt } from 'node:crypto'
import { chinaDigits } from './chinaTime'

const digits = (count: number): string => Array.from({ length: count }, () => randomInt(10)).join('')

/** 28 digits, with the day inside: `4200` + 6 + `YYYYMMDD` + 10. */
export const transactionId = (now: number): string => `4200${digits(6)}${chinaDigits(now).slice(0, 8)}${digits(10)}`

/** 29 digits, with the day inside. */
export const refundId = (now: number): string => `503${digits(8)}${chinaDigits(now).slice(0, 8)}${digits(10)}`

export const prepayId = (now: number): string =>
  `wx${chinaDigits(now)}${randomBytes(9).toString('hex')}0000`.slice(0, 36)

export const nonce = (): string => randomBytes(16).toString('hex').toUpperCase()
