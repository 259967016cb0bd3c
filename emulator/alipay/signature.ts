import { createSign, createVerify } from 'node:crypto'
import { privateKeyOf, publicKeyOf } from '../keys'

export type Parameters = Record<string, string>

const joined = (parameters: Parameters, without: string[]): string =>
  Object.entries(parameters)
    .filter(([name, value]) => !without.includes(name) && value !== '')
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&')

/** What a shop signs in a request: everything but the signature (opendocs.alipay.com/common/02kf5q). */
export const requestContent = (parameters: Parameters): string => joined(parameters, ['sign'])
/** What Alipay signs in a notice and on the way back to the shop: the kind of signature is left out as well (common/02mse7). */
export const noticeContent = (parameters: Parameters): string => joined(parameters, ['sign', 'sign_type'])

export const signed = (text: string, privateKey: string): string =>
  createSign('RSA-SHA256').update(text, 'utf8').sign(privateKeyOf(privateKey), 'base64')

export const isSigned = (text: string, signature: string, publicKey: string): boolean =>
  createVerify('RSA-SHA256').update(text, 'utf8').verify(publicKeyOf(publicKey), signature, 'base64')
