import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  randomBytes,
  randomInt,
  type ScryptOptions,
  scrypt,
  timingSafeEqual,
} from 'node:crypto'
import type { Vault } from '../core/ports'

export type VaultKeys = {
  /** Seal keys of 32 bytes by their ids, the present one first. */
  sealKeys: [id: string, key: Buffer][]
  /** 32 bytes; finds sealed fields again and peppers passwords, so it can never be changed. */
  blindKey: Buffer
}

/** What scrypt costs: memory 128·N·r bytes, p times over. */
export type Cost = { N: number; r: number; p: number }

/**
 * 32 MiB, three times: what OWASP's Password Storage Cheat Sheet gives for this much memory, and a function here has 256 MB. Raised
 * by changing it: a password that was hashed more cheaply is hashed anew at its next use.
 */
export const COST: Cost = { N: 2 ** 15, r: 8, p: 3 }

const IV_BYTES = 12
const TAG_BYTES = 16
const HASH_BYTES = 32
const SALT_BYTES = 16

const placeOf = (place: string): Buffer => Buffer.from(place, 'utf8')

/** Passwords as people mean them: the same letters, however their keyboard composed them. */
const tidy = (password: string): string => password.normalize('NFKC')

const stretched = (password: Buffer, salt: Buffer, { N, r, p }: Cost): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const options: ScryptOptions = { N, r, p, maxmem: 256 * N * r }
    scrypt(password, salt, HASH_BYTES, options, (error, hash) => (error ? reject(error) : resolve(hash)))
  })

const isCheaper = (a: Cost, b: Cost): boolean => a.N * a.r * a.p < b.N * b.r * b.p

type Kept = { cost: Cost; salt: Buffer; hash: Buffer }

/** `scrypt$N$r$p$salt$hash`; null for what is nothing of ours. */
function keptIn(text: string): Kept | null {
  const [, N, r, p, salt, hash] = /^scrypt\$(\d+)\$(\d+)\$(\d+)\$([\w-]+)\$([\w-]+)$/.exec(text) ?? []
  if (!N || !r || !p || !salt || !hash) return null
  return {
    cost: { N: Number(N), r: Number(r), p: Number(p) },
    salt: Buffer.from(salt, 'base64url'),
    hash: Buffer.from(hash, 'base64url'),
  }
}

/** AES-256-GCM for fields, HMAC-SHA-256 for finding them, scrypt for passwords: all of Node's own. */
export function vault({ sealKeys, blindKey }: VaultKeys, cost: Cost = COST): Vault {
  const [present] = sealKeys
  if (!present) throw new Error('a vault needs a key')
  const [presentId, presentKey] = present
  const keys = new Map(sealKeys)
  const hmac = (use: string, text: string): Buffer => createHmac('sha256', blindKey).update(`${use}\n${text}`).digest()
  /** What is stretched is no password any more: a stolen table alone does not even allow guessing. */
  const peppered = (password: string): Buffer => hmac('password', tidy(password))
  /** What is compared with where there is no hash. */
  const nobody: Kept = { cost, salt: randomBytes(SALT_BYTES), hash: randomBytes(HASH_BYTES) }

  return {
    seal(text, place) {
      const iv = randomBytes(IV_BYTES)
      const cipher = createCipheriv('aes-256-gcm', presentKey, iv, { authTagLength: TAG_BYTES }).setAAD(placeOf(place))
      const bytes = Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
      return `${presentId}.${bytes.toString('base64url')}`
    },

    open(sealed, place) {
      const [id = '', body = ''] = sealed.split('.')
      const key = keys.get(id)
      const bytes = Buffer.from(body, 'base64url')
      if (!key || bytes.length < IV_BYTES + TAG_BYTES) return null
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES })
        decipher.setAuthTag(bytes.subarray(-TAG_BYTES)).setAAD(placeOf(place))
        const text = [decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]
        return Buffer.concat(text).toString('utf8')
      } catch {
        return null
      }
    },

    isOld: (sealed) => !sealed.startsWith(`${presentId}.`),

    blind: (text) => hmac('blind', text).toString('base64url'),

    async hash(password) {
      const salt = randomBytes(SALT_BYTES)
      const hash = await stretched(peppered(password), salt, cost)
      const { N, r, p } = cost
      return `scrypt$${N}$${r}$${p}$${salt.toString('base64url')}$${hash.toString('base64url')}`
    },

    async check(password, text) {
      const known = text === null ? null : keptIn(text)
      const kept = known ?? nobody
      const hash = await stretched(peppered(password), kept.salt, kept.cost)
      const isRight = hash.length === kept.hash.length && timingSafeEqual(hash, kept.hash)
      if (!known || !isRight) return 'wrong'
      return isCheaper(kept.cost, cost) ? 'weak' : 'right'
    },

    digits: () => String(randomInt(1_000_000)).padStart(6, '0'),
  }
}
