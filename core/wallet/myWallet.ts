import type { Input, Output } from '../contract'
import type { Movement } from '../contract/myWallet'
import { type Entry, type EntryKind, pointsOf, walletOf } from '../ledger/entry'
import { ledger } from '../ledger/ledger'
import type { Caller, Ports } from '../ports'
import { moneySettingsOf } from '../settings/moneySettings'

const PAGE = 20

const kinds: Partial<Record<EntryKind, Movement['kind']>> = {
  hold: 'spent',
  release: 'released',
  topUp: 'topUp',
  mature: 'earned',
}

/** How a movement of one account reads to its owner. */
function movementOf({ key, kind, lines, words, at, orderId }: Entry, account: string): Movement {
  const amount = lines.reduce((sum, line) => sum - (line.account === account ? line.amount : 0), 0)
  return { key, kind: kinds[kind] ?? (amount < 0 ? 'takenBack' : 'refund'), amount, words, at, orderId }
}

/** My wallet or my points, and what moved them. */
export const myWallet =
  (ports: Pick<Ports, 'store'>) =>
  async ({ userId }: Caller, { of, after }: Input<'myWallet'>): Promise<Output<'myWallet'>> => {
    const account = of === 'wallet' ? walletOf(userId) : pointsOf(userId)
    const [settings, walletFen, points, entries] = await Promise.all([
      moneySettingsOf(ports),
      ledger(ports).balanceOf(walletOf(userId)),
      ledger(ports).balanceOf(pointsOf(userId)),
      ledger(ports).of(account, PAGE + 1, after),
    ])
    const page = entries.slice(0, PAGE)
    return {
      walletFen,
      points,
      fenPerPoint: settings.points.fenPerPoint,
      canTopUp: settings.ways.topUp,
      topUpFen: settings.topUpFen,
      movements: page.map((entry) => movementOf(entry, account)),
      next: entries.length > PAGE ? (page.at(-1)?.key ?? null) : null,
    }
  }
