import { createPrivateKey, createPublicKey, createSign } from 'node:crypto'

// DER (X.690), as little of it as one self-signed certificate (RFC 5280) needs; Node reads certificates but makes none.

function tlv(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  if (content.length < 128) return Buffer.concat([Buffer.from([tag, content.length]), content])
  const hex = content.length.toString(16)
  const length = Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex')
  return Buffer.concat([Buffer.from([tag, 0x80 | length.length]), length, content])
}

const sequence = (...parts: Buffer[]) => tlv(0x30, ...parts)
const hex = (text: string) => Buffer.from(text, 'hex')

const SHA256_WITH_RSA = sequence(hex('06092a864886f70d01010b'), hex('0500'))
const COMMON_NAME = hex('0603550403')

const nameOf = (commonName: string) =>
  sequence(tlv(0x31, sequence(COMMON_NAME, tlv(0x0c, Buffer.from(commonName, 'utf8')))))

const utcTime = (at: Date) => tlv(0x17, Buffer.from(`${at.toISOString().replaceAll(/\D/g, '').slice(2, 14)}Z`, 'ascii'))

/** A merchant's certificate, signed with its own key. `serial` is upper-case hex and starts below 8, so that the number is positive. */
export function selfSigned(commonName: string, serial: string, privateKeyPem: string, from: Date, to: Date): string {
  const name = nameOf(commonName)
  const toBeSigned = sequence(
    tlv(0xa0, hex('020102')),
    tlv(0x02, hex(serial)),
    SHA256_WITH_RSA,
    name,
    sequence(utcTime(from), utcTime(to)),
    name,
    createPublicKey(createPrivateKey(privateKeyPem)).export({ type: 'spki', format: 'der' }),
  )
  const signature = createSign('RSA-SHA256').update(toBeSigned).sign(privateKeyPem)
  const der = sequence(toBeSigned, SHA256_WITH_RSA, tlv(0x03, Buffer.from([0]), signature))
  const lines = der.toString('base64').replaceAll(/.{64}/g, '$&\n').trimEnd()
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`
}
