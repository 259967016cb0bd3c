import type { Address, AddressKind } from '../../../../core/contract/address'
import type { Facts } from '../../../../core/contract/errors'
import { CallError, wordsFor } from '../../../api/call'
import { bindWords } from './words'

export type Form = { address: string; code: string; password: string }

export const addressIn = (kind: AddressKind, typed: string): Address =>
  kind === 'phone' ? { kind, phone: typed.replace(/\D/g, '') } : { kind, email: typed.trim() }

/** What is wrong with an address before it is sent anywhere; empty when nothing is. */
export function addressFault(kind: AddressKind, typed: string): string {
  const { badPhone, badEmail } = bindWords()
  const address = addressIn(kind, typed)
  if (address.kind === 'phone') return /^1[3-9]\d{9}$/.test(address.phone) ? '' : badPhone
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(address.email) ? '' : badEmail
}

/** The first thing that is wrong with what was typed; empty when nothing is. */
export function faultOf(kind: AddressKind, isPassword: boolean, { address, code, password }: Form): string {
  const { badCode, badPassword } = bindWords()
  const fault = isPassword ? '' : addressFault(kind, address)
  if (fault) return fault
  if (!/^\d{6}$/.test(code)) return badCode
  return isPassword && password.length < 8 ? badPassword : ''
}

const SECONDS_A_MINUTE = 60

/** The words for a refusal, with what it says about tries and time. */
export function refusalWords(error: unknown): string {
  const { triesLeft, codeOver, wait } = bindWords()
  if (!(error instanceof CallError)) return wordsFor(error)
  const facts: Facts = error.facts
  if (error.code === 'CODE_REFUSED') return Number(facts.left) > 0 ? triesLeft(Number(facts.left)) : codeOver
  if (error.code === 'TOO_MANY_TRIES') return wait(Math.ceil(Number(facts.waitSeconds) / SECONDS_A_MINUTE))
  return wordsFor(error)
}
