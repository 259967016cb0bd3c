import * as fc from 'fast-check'
import { type Entry, entryOf, type Line } from './entry'
import { books, trialBalanceText } from './trialBalance'

const AT = '2026-11-21T03:00:00.000Z'

const added = (entries: Entry[]) => {
  const read = books()
  for (const entry of entries) read.add(entry)
  return read
}

const line = (account: string, amount: number, unit: Line['unit'] = 'fen'): Line => ({ account, unit, amount })
const entry = (id: string, ...lines: Line[]): Entry => entryOf({ _id: id, kind: 'sale', at: AT }, lines)

test('an accountant reads each unit apart: turnover on both sides, the balance where it stands, sums that agree', () => {
  const { rows } = added([
    entry('1:topUp', line('gateway:wechatPay', 10_000), line('wallet:mei', -10_000)),
    entry('2:topUp', line('gateway:wechatPay', 5), line('wallet:zhou', -5)),
    entry(
      '3:hold',
      line('wallet:mei', 500),
      line('held', -500),
      line('points:mei', 30, 'point'),
      line('pointsHeld', -30, 'point'),
    ),
    entry(
      '3:sale',
      line('gateway:wechatPay', 1_234_000),
      line('held', 500),
      line('sales', -617_250),
      line('shares', -617_250),
      line('pointsHeld', 30, 'point'),
      line('pointsIssued', -30, 'point'),
    ),
    entry('3:mature', line('shares', 617_250), line('teacher:lin', -617_250)),
    entry('4:refund', line('gateway:wechatPay', -100), line('teacher:zhou', 100)),
    entry('fees', line('fees:wechatPay', 7_407), line('gateway:wechatPay', -7_407)),
  ])
  expect(`\n${trialBalanceText(rows())}\n`).toBe(`
试算平衡表 · 人民币 (元)
-------------------------------------------------------------
科目               借方发生额  贷方发生额  借方余额  贷方余额
-------------------------------------------------------------
fees:wechatPay          74.07                 74.07
gateway:wechatPay    12440.05       75.07  12364.98
held                     5.00        5.00
sales                             6172.50             6172.50
shares                6172.50     6172.50
teacher (2)              1.00     6172.50      1.00   6172.50
wallet (2)               5.00      100.05               95.05
-------------------------------------------------------------
合计                 18697.62    18697.62  12440.05  12440.05

试算平衡表 · 积分
--------------------------------------------------------
科目          借方发生额  贷方发生额  借方余额  贷方余额
--------------------------------------------------------
points (1)            30                    30
pointsHeld            30          30
pointsIssued                      30                  30
--------------------------------------------------------
合计                  60          60        30        30
`)
})

test('whatever was booked, in whatever order: both sides of every unit agree', () => {
  const accounts = ['gateway:wechatPay', 'sales', 'shares', 'wallet:mei', 'wallet:zhou', 'teacher:lin']
  const move = fc.record({
    from: fc.constantFrom(...accounts),
    to: fc.constantFrom(...accounts),
    amount: fc.integer({ min: -1_000_000, max: 1_000_000 }),
    unit: fc.constantFrom<Line['unit']>('fen', 'point', 'coin'),
  })
  fc.assert(
    fc.property(fc.array(fc.array(move, { minLength: 1, maxLength: 4 }), { maxLength: 40 }), (moves) => {
      const entries = moves.map((some, n) =>
        entry(
          `${n}:sale`,
          ...some.flatMap(({ from, to, amount, unit }) => [line(from, amount, unit), line(to, -amount, unit)]),
        ),
      )
      const read = added(entries)
      expect(read.faults).toEqual([])
      expect(added([...entries].reverse()).rows()).toEqual(read.rows())
      for (const unit of ['fen', 'point', 'coin'])
        expect(read.rows().reduce((sum, row) => sum + (row.unit === unit ? row.balance : 0), 0)).toBe(0)
      for (const [account, { amount }] of read.rebuilt)
        expect(read.rows().reduce((sum, row) => sum - (row.account === account ? row.balance : 0), 0)).toBe(amount)
    }),
  )
})
