import type { Goods } from '../contract/shapes'
import { enrolmentIdOf } from '../entitlements/enrolment'
import { Balance } from '../ledger/entry'
import type { Doc, Ports } from '../ports'
import { MONEY_SETTINGS_ID } from '../settings/moneySettings'
import { PURCHASE_AGREEMENTS_ID } from '../settings/purchaseAgreements'
import { goodsKeyOf, type Order } from './order'
import { orders } from './orders'

type Needs = Pick<Ports, 'store' | 'ids'>

/** The documents that decide what is offered to a buyer. */
export type Known = {
  /** The course or the plan; null where there is none, and for goods that have no document. */
  doc: Doc | null
  /** The only one that was read of a collection. */
  the(collection: string): Doc | null
  setting(id: string): Doc | null
  /** What a personal account holds, of those that were asked for. */
  balanceOf(account: string): number
  /** This buyer's newest order for these goods. */
  latest: Order | null
}

type Others = Record<string, Doc[]>

const knownFrom = (doc: Doc | null, others: Others, latest: Order | null): Known => ({
  doc,
  the: (collection) => others[collection]?.[0] ?? null,
  setting: (id) => others.settings?.find(({ _id }) => _id === id) ?? null,
  balanceOf(account) {
    const balance = others.balances?.find(({ _id }) => _id === account)
    return balance ? Balance.parse(balance).amount : 0
  },
  latest,
})

/** The document of the goods, and what else of theirs and their buyer's is decided over. */
function placeOf(
  goods: Exclude<Goods, { kind: 'topUp' }>,
  userId: string,
): [collection: string, id: string, others: Record<string, string[]>] {
  switch (goods.kind) {
    case 'course': {
      const { courseId } = goods
      const ofBuyer = { enrolments: [enrolmentIdOf(userId, courseId)], memberships: [userId] }
      return ['courses', courseId, { terms: [courseId], seats: [courseId], ...ofBuyer }]
    }
    case 'gift':
      return ['courses', goods.courseId, { terms: [goods.courseId], seats: [goods.courseId] }]
    case 'membership':
      return ['plans', goods.planId, {}]
  }
}

/** A top-up has no document that others could be read with, and often many orders. */
async function knownOfTopUp(ports: Needs, userId: string, accounts: string[]): Promise<Known> {
  const { store } = ports
  const [settings, latest, ...balances] = await Promise.all([
    store.get('settings', MONEY_SETTINGS_ID),
    orders(ports).latest(userId, 'topUp'),
    ...accounts.map((account) => store.get('balances', account)),
  ])
  const there = (docs: (Doc | null)[]) => docs.filter((doc) => doc !== null)
  return knownFrom(null, { settings: there([settings]), balances: there(balances) }, latest)
}

/** Reads what decides about an offer: one request, and one more when this buyer has ordered these goods many times. */
export async function knownOf(ports: Needs, userId: string, goods: Goods, accounts: string[]): Promise<Known> {
  if (goods.kind === 'topUp') return knownOfTopUp(ports, userId, accounts)
  const goodsKey = goodsKeyOf(goods)
  const [collection, id, others] = placeOf(goods, userId)
  const found = await ports.store.getWith(collection, id, {
    ...others,
    settings: [MONEY_SETTINGS_ID, PURCHASE_AGREEMENTS_ID],
    orders: orders(ports).firstIds(userId, goodsKey),
    ...(accounts.length && { balances: accounts }),
  })
  if (!found) return knownFrom(null, {}, null)
  return knownFrom(
    found.doc,
    found.others,
    await orders(ports).latestAfter(found.others.orders ?? [], userId, goodsKey),
  )
}
