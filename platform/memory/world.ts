import { createHash, generateKeyPairSync, sign, verify } from 'node:crypto'
import type { Region } from '../../core/contract/reviewShapes'
import type { Bills, Caller, Clock, Gateway, GatewayName, Messages, Ports } from '../../core/ports'
import { vault as vaultOf } from '../vault'
import { memoryAlipay } from './alipay'
import { memoryBills } from './bills'
import { memoryProvider } from './identityProviders'
import { memoryPayments } from './payments'
import { memoryStore } from './store'
import { memoryTransfers } from './transfers'
import type { Turn } from './turn'
import { memoryVirtualItems } from './virtualItems'
import { memoryVirtualPay } from './virtualPay'

/** A clock that stands still until it is told to move. */
export function handClock(start: string): Clock & { advance(ms: number): void } {
  let now = Date.parse(start)
  return {
    now: () => new Date(now),
    advance: (ms) => {
      now += ms
    },
  }
}

/** Real keys and real hashes, at a price that tests can pay. */
/** Addresses for documentation (RFC 5737), each somewhere. */
const REGIONS: Record<string, Region> = {
  '192.0.2.1': { zh: '浙江', en: 'Zhejiang' },
  '198.51.100.1': { zh: '中国香港', en: 'Hong Kong, China' },
  '203.0.113.1': { zh: '新西兰', en: 'New Zealand' },
}

const vault = vaultOf(
  { sealKeys: [['k1', Buffer.alloc(32, 1)]], blindKey: Buffer.alloc(32, 9) },
  { N: 2 ** 10, r: 8, p: 1 },
)

const idOf = (parts: (string | number)[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').toUpperCase().slice(0, 20)

/** The whole world of the core in memory, with nothing of it pretended away: what rules and use cases are tested in. */
export function memoryWorld(
  start = '2026-11-21T02:00:00.000Z',
  { turn, refundTakesMs }: { turn?: Turn; refundTakesMs?: number } = {},
) {
  const clock = handClock(start)
  const store = memoryStore(turn)
  const payments = memoryPayments(clock, { turn, refundTakesMs })
  const transfers = memoryTransfers(clock, payments, turn)
  const items = memoryVirtualItems(clock, { readyAfterMs: 0 })
  const virtualPay = memoryVirtualPay(clock, { items, turn, refundTakesMs })
  const alipay = memoryAlipay(clock, { turn })
  const bills = memoryBills(clock, payments, transfers)
  // Virtual payment keeps its part when it settles, and has no bill of movements.
  const virtualBills = memoryBills(clock, virtualPay, undefined, { fee: () => 0 })
  const alipayBills = memoryBills(clock, alipay, undefined, { movements: 'orderNumber' })
  const allBills: Record<GatewayName, Bills> = {
    wechatPay: bills,
    virtualPay: { ...virtualBills, funds: null },
    alipay: alipayBills,
  }
  const gateways: Record<GatewayName, Gateway> = { wechatPay: payments, virtualPay, alipay }
  const providers = { qq: memoryProvider('qq', clock), weibo: memoryProvider('weibo', clock) }
  const files = new Map<string, { bytes: Uint8Array; contentType: string }>()
  const sent: Parameters<Messages['coursePaid']>[0][] = []
  const told: Parameters<Messages['tell']>[0][] = []
  let consented = (_openid: string): boolean => true
  const alerts: { code: string; facts: Record<string, string | number> }[] = []
  const running: Promise<void>[] = []
  /** What the courier carried, the oldest first. */
  const letters: ({ code: string; minutes: number } & ({ phone: string } | { email: string }))[] = []
  /** What WeChat's button gave, and the number behind it; each is good once. */
  const phoneCodes = new Map<string, string>()
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  let lastId = 0

  const ports: Ports = {
    store,
    gateways: (name) => gateways[name],
    virtualItems: () => items,
    transfers,
    bills: (name) => allBills[name],
    clock,
    files: {
      async put(path, bytes, contentType) {
        files.set(`cloud://memory.files/${path}`, { bytes, contentType })
        return `cloud://memory.files/${path}`
      },
      addresses: async (ids, ttlSeconds) =>
        ids.map((id) => (files.has(id) ? `https://files.example/${id.slice(21)}?ttl=${ttlSeconds}` : null)),
      download: async (id, name, ttlSeconds) =>
        files.has(id) ? `https://files.example/${id.slice(21)}?ttl=${ttlSeconds}&as=${encodeURIComponent(name)}` : null,
      async remove(ids) {
        for (const id of ids) files.delete(id)
      },
    },
    regionOf: (address) => REGIONS[address] ?? null,
    messages: {
      async coursePaid(to) {
        sent.push(to)
        return 'sent'
      },
      async tell(letter) {
        told.push(letter)
        return consented(letter.openid) ? 'sent' : 'refused'
      },
      isFit: async (_, text) => !text.includes('违禁'),
    },
    miniProgramCodes: {
      draw: async (page, scene) => ({
        bytes: new TextEncoder().encode(`code of ${page}?${scene}`),
        contentType: 'image/png',
      }),
    },
    miniProgramLinks: {
      make: async ({ path, query, days }) => ({
        url: `https://wxaurl.example/${path}?${query}`,
        expiresAt: new Date(clock.now().getTime() + days * 86_400_000).toISOString(),
      }),
    },
    certificates: {
      sign: async (text) => sign(null, Buffer.from(text), privateKey).toString('base64url'),
      verify: async (text, signature) =>
        verify(null, Buffer.from(text), publicKey, Buffer.from(signature, 'base64url')),
      publicKey: async () => publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64url'),
      draw: async (certificate) => new TextEncoder().encode(`PNG of ${certificate.number}`),
    },
    ids: {
      next: () => {
        lastId += 1
        return `id-${lastId}`
      },
      of: (...parts) => idOf(parts),
    },
    shop: {
      schoolName: '杏坛',
      shopUrl: 'https://shop.example/',
      paidTemplateId: null,
      templates: { opened: null, service: 'T-service', news: 'T-news' },
    },
    sessions: {
      issue: async ({ userId, openid }) => ({
        token: `${openid ? '' : 'web '}session of ${userId}`,
        expiresAt: new Date(clock.now().getTime() + 7200_000).toISOString(),
      }),
    },
    vault,
    courier: {
      ways: () => ({ phone: true, email: true }),
      text: async (letter) => void letters.push(letter),
      mail: async (letter) => void letters.push(letter),
    },
    identityProviders: (name) => providers[name],
    weChatPhones: {
      async numberOf(code) {
        const number = phoneCodes.get(code) ?? null
        phoneCodes.delete(code)
        return number
      },
    },
    afterwards: (work) => void running.push(work()),
    alert: (code, facts) => void alerts.push({ code, facts }),
  }

  return {
    ports,
    store,
    payments,
    virtualPay,
    alipay,
    items,
    transfers,
    bills,
    virtualBills,
    alipayBills,
    clock,
    files,
    sent,
    /** Letters that were sent as subscribe messages. */
    told,
    /** Says whose consents WeChat has. */
    consent: (has: typeof consented) => {
      consented = has
    },
    alerts,
    letters,
    phoneCodes,
    providers,
    /** Waits until everything that was left for after the answers is done. */
    async settled() {
      while (running.length) await running.shift()
    },
  }
}

export const learner = (userId: string): Caller => ({ userId, openid: `o-${userId}`, roles: ['learner'] })
