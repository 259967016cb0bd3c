import { parseArgs } from 'node:util'
import { checkLedger, isInOrder, type LedgerCheck } from '../core/ledger/checkLedger'
import { type Fault, trialBalanceText } from '../core/ledger/trialBalance'
import { clock } from '../platform/clock'
import { useCloud, useDesk } from './cloud'
import { DEFAULT_PORT, ENV_ID } from './shop'

const USAGE = `npm run ledger -- [--desk URL | --cloud] [--repair] [--json]

Reads the whole ledger, checks every entry, prints a trial balance, and compares every kept balance with its entries.
Ends with 1 when something is wrong.
--desk URL   the desk whose books to check (default http://127.0.0.1:${DEFAULT_PORT}, where npm start is running)
--cloud      the real environment named by TCB_ENV_ID, with TENCENTCLOUD_SECRETID and TENCENTCLOUD_SECRETKEY
--repair     writes balances that differ again, from their entries; entries themselves are never changed
--json       everything, account by account, for programs`

const faultWords: Record<Fault['what'], string> = {
  unbalanced: '借贷不平',
  accounts: '科目和分录不符',
  day: '日期和时间不符',
  key: '排序键和时间不符',
}

function report(check: LedgerCheck): string {
  const { entries, rows, faults, drifts, overdrawn, repaired } = check
  const balance = (one: { amount: number; entries: number } | null) =>
    one ? `${one.amount} (${one.entries} 笔)` : '没有'
  return [
    rows.length ? trialBalanceText(rows) : '账本是空的',
    '',
    `共 ${entries} 笔分录`,
    ...repaired.map((account) => `已按分录重写余额:${account}`),
    ...faults.map(
      ({ entryId, what, unit, off }) => `分录 ${entryId}:${faultWords[what]}${unit ? `,差 ${off} ${unit}` : ''}`,
    ),
    ...drifts.map(({ account, kept, rebuilt }) => `余额 ${account}:记着 ${balance(kept)},分录算出 ${balance(rebuilt)}`),
    ...overdrawn.map(({ account, balance: owed }) => `透支 ${account}:${owed}`),
    isInOrder(check) ? '账是平的' : '账有问题,见上',
  ].join('\n')
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      desk: { type: 'string', default: `http://127.0.0.1:${DEFAULT_PORT}` },
      cloud: { type: 'boolean', default: false },
      repair: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    console.log(USAGE)
    return 0
  }
  if (values.cloud) useCloud()
  else useDesk(values.desk, ENV_ID)

  const { store } = await import('../platform/cloudbase/store')
  const check = await checkLedger({ store, clock }, values.repair)
  console.log(values.json ? JSON.stringify(check, null, 2) : report(check))
  return isInOrder(check) ? 0 : 1
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error)
    process.exit(1)
  },
)
