import { createPrivateKey, createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto'

/**
 * RSA keys in few characters. A cloud function may be given 4 KB of settings, and the keys of two merchants in PEM are more than
 * that. A private key is two primes: the six other numbers in its PEM follow from them. A public key is one number. Both go with the
 * exponent that every merchant's key has; a key with another stays in PEM.
 */

// The exponent of every key that OpenSSL, WeChat Pay's and Alipay's tools make.
const EXPONENT = 65537n
// Of 2048 bits at least, in base64url: neither service takes less.
const PRIMES = /^rsa-primes:([\w-]{171,})\.([\w-]{171,})$/
const MODULUS = /^rsa-modulus:([\w-]{342,})$/

const numberOf = (base64url: string): bigint => BigInt(`0x${Buffer.from(base64url, 'base64url').toString('hex')}`)

function base64urlOf(number: bigint): string {
  const hex = number.toString(16)
  return Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex').toString('base64url')
}

/** Euclid's algorithm: what `number` must be multiplied by to leave 1 when divided by `modulus`. */
function inverse(number: bigint, modulus: bigint): bigint {
  let [rest, next] = [modulus, number % modulus]
  let [factor, nextFactor] = [0n, 1n]
  while (next > 0n) {
    const times = rest / next
    ;[rest, next] = [next, rest - times * next]
    ;[factor, nextFactor] = [nextFactor, factor - times * nextFactor]
  }
  return ((factor % modulus) + modulus) % modulus
}

/** RFC 8017, 3.2: the private key whose primes these are. */
function fromPrimes(first: string, second: string): JsonWebKey {
  const [p, q] = [numberOf(first), numberOf(second)]
  const d = inverse(EXPONENT, (p - 1n) * (q - 1n))
  const numbers = { n: p * q, e: EXPONENT, d, p, q, dp: d % (p - 1n), dq: d % (q - 1n), qi: inverse(q, p) }
  return {
    kty: 'RSA',
    ...Object.fromEntries(Object.entries(numbers).map(([name, number]) => [name, base64urlOf(number)])),
  }
}

const fromModulus = (n: string): JsonWebKey => ({ kty: 'RSA', n, e: base64urlOf(EXPONENT) })

function pemOf(text: string): string {
  const [, first, second] = PRIMES.exec(text) ?? []
  if (first && second) {
    const key = createPrivateKey({ key: fromPrimes(first, second), format: 'jwk' })
    return key.export({ type: 'pkcs8', format: 'pem' }).toString()
  }
  const [, modulus] = MODULUS.exec(text) ?? []
  if (!modulus) return text
  const key = createPublicKey({ key: fromModulus(modulus), format: 'jwk' })
  return key.export({ type: 'spki', format: 'pem' }).toString()
}

/** A key of the environment as PEM, whether it stands there in its short form or in PEM, be it with \n for its line ends. Anything else stays what it is. */
export function longKey(text: string): string {
  try {
    return pemOf(text).replaceAll('\\n', '\n')
  } catch {
    return text
  }
}

const numbersOf = (key: KeyObject): JsonWebKey | null => {
  const isShort = key.asymmetricKeyType === 'rsa' && key.asymmetricKeyDetails?.publicExponent === EXPONENT
  return isShort ? key.export({ format: 'jwk' }) : null
}

/** The short form of a private key in PEM: a fifth of its length. A key that has none stays as it is. */
export function shortPrivateKey(pem: string): string {
  const { p, q } = numbersOf(createPrivateKey(pem)) ?? {}
  return p && q ? `rsa-primes:${p}.${q}` : pem
}

/** The short form of a public key or certificate in PEM. A key that has none stays as it is. */
export function shortPublicKey(pem: string): string {
  const { n } = numbersOf(createPublicKey(pem)) ?? {}
  return n ? `rsa-modulus:${n}` : pem
}
