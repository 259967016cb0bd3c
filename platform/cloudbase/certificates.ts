import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import type { CertificateTools } from '../../core/ports'
import { certificateSettings } from './settings'

const SECONDS_EAST = 8 * 3_600_000

let pair: { privateKey: KeyObject; publicKey: KeyObject } | undefined

function keys(): { privateKey: KeyObject; publicKey: KeyObject } {
  if (!pair) {
    const privateKey = createPrivateKey(certificateSettings().CERTIFICATE_PRIVATE_KEY)
    pair = { privateKey, publicKey: createPublicKey(privateKey) }
  }
  return pair
}

/** 2026年11月21日, in Shanghai. */
function chineseDay(iso: string): string {
  const [year, month, day] = new Date(Date.parse(iso) + SECONDS_EAST).toISOString().slice(0, 10).split('-').map(Number)
  return `${year}年${month}月${day}日`
}

/** The Ed25519 key of this school, and the pen that draws. */
export const certificates: CertificateTools = {
  sign: async (text) => sign(null, Buffer.from(text), keys().privateKey).toString('base64url'),
  verify: async (text, signature) =>
    verify(null, Buffer.from(text), keys().publicKey, Buffer.from(signature, 'base64url')),
  // The last 32 bytes of the standard form are the key itself (RFC 8410).
  publicKey: async () => keys().publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64url'),
  async draw({ issuedAt, ...facts }) {
    const { renderCertificate } = await import('../render/certificate')
    return renderCertificate({ ...facts, issuedOn: chineseDay(issuedAt) })
  },
}
