import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'

const readOnce = (read: (pem: string) => KeyObject): ((pem: string) => KeyObject) => {
  const known = new Map<string, KeyObject>()
  return (pem) => {
    const key = known.get(pem) ?? read(pem)
    known.set(pem, key)
    return key
  }
}

/** The desk's keys by their PEM, each read once: reading one takes three times as long as signing with it. */
export const privateKeyOf = /* @__PURE__ */ readOnce(createPrivateKey)
/** Also of a certificate. */
export const publicKeyOf = /* @__PURE__ */ readOnce(createPublicKey)
