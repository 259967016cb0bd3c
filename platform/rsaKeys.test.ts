import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto'
import { longKey, shortPrivateKey, shortPublicKey } from './rsaKeys'

const pair = (modulusLength: number, publicExponent?: number) =>
  generateKeyPairSync('rsa', {
    modulusLength,
    publicExponent,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })

test.each([2048, 3072, 4096])('a key of %i bits comes back from its short form as the key it was', (bits) => {
  const { privateKey, publicKey } = pair(bits)
  const [shortPrivate, shortPublic] = [shortPrivateKey(privateKey), shortPublicKey(publicKey)]

  expect(shortPrivate).toMatch(/^rsa-primes:[\w-]+\.[\w-]+$/)
  expect(shortPrivate.length).toBeLessThan(privateKey.length / 4)
  expect(shortPublic.length).toBeLessThan(publicKey.length)
  expect(longKey(shortPublic)).toBe(publicKey)
  // Tools differ in how they compute the private exponent; either makes the same signatures.
  const text = Buffer.from('POST\n/v3/pay/transactions/jsapi\n')
  const signature = sign('sha256', text, createPrivateKey(longKey(shortPrivate)))
  expect(signature).toEqual(sign('sha256', text, privateKey))
  expect(verify('sha256', text, publicKey, signature)).toBe(true)
})

test('the same key always has the same short form, so that a deployment finds nothing changed', () => {
  const { privateKey, publicKey } = pair(2048)
  const pkcs1 = createPrivateKey(privateKey).export({ type: 'pkcs1', format: 'pem' }).toString()
  expect(shortPrivateKey(pkcs1)).toBe(shortPrivateKey(privateKey))
  expect(shortPrivateKey(longKey(shortPrivateKey(privateKey)))).toBe(shortPrivateKey(privateKey))
  expect(shortPublicKey(longKey(shortPublicKey(publicKey)))).toBe(shortPublicKey(publicKey))
})

test('the public key of a short private key is the one it always had', () => {
  const { privateKey, publicKey } = pair(2048)
  const found = createPublicKey(longKey(shortPrivateKey(privateKey))).export({ type: 'spki', format: 'pem' })
  expect(found).toBe(publicKey)
})

test('a key that is not RSA, or with an exponent of its own, stays in PEM', () => {
  const odd = pair(2048, 3)
  const school = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  expect(shortPrivateKey(odd.privateKey)).toBe(odd.privateKey)
  expect(shortPublicKey(odd.publicKey)).toBe(odd.publicKey)
  expect(shortPrivateKey(school)).toBe(school)
})

test('a key in PEM is read as it stands, also on one line; what is no key stays what it is', () => {
  const { privateKey } = pair(2048)
  expect(longKey(privateKey)).toBe(privateKey)
  expect(longKey(privateKey.replaceAll('\n', '\\n'))).toBe(privateKey)
  const zeros = 'A'.repeat(171)
  for (const text of ['secret', '', 'rsa-primes:', 'rsa-modulus:-', `rsa-primes:${zeros}.${zeros}`])
    expect(longKey(text)).toBe(text)
})
