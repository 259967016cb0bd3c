// @ts-check
import { desk } from '../desk.js'
import { h } from '../dom.js'
import { money, time } from '../format.js'
import { action, badge, empty, person, section, table } from '../pieces.js'
import { words } from '../words.js'
import { noticeState } from './payNotice.js'

const said = words.payments

/** @typedef {import('../../answers').Transfer} Transfer */
/** @typedef {import('../view.js').Tools} Tools */

const MOODS = /** @type {const} */ ({
  WAIT_USER_CONFIRM: 'waiting',
  TRANSFERING: 'waiting',
  SUCCESS: 'good',
  FAIL: 'bad',
  CANCELING: 'waiting',
  CANCELLED: 'plain',
})

/** @param {Transfer} transfer @param {Tools} tools */
function taking({ outBillNo, fen, state }, tools) {
  if (state !== 'WAIT_USER_CONFIRM') return words.none
  const take = async () => {
    await desk.takeTransfer(outBillNo)
    return said.taken(money(fen))
  }
  return action(tools, said.take, take, { key: `take ${outBillNo}` })
}

/**
 * Payments from the merchant to people.
 * @param {import('../../answers').Transfers} desk @param {Map<string, string>} nicknames @param {string} now @param {Tools} tools
 */
export const transfersOf = ({ balanceFen, transfers }, nicknames, now, tools) =>
  section(
    said.transfers,
    h('p', { class: 'quiet' }, said.balance(money(balanceFen))),
    transfers.length === 0
      ? empty(said.noTransfers)
      : table(
          said.transfers,
          [
            { name: said.receiver, class: 'first', cell: ({ openid }) => person(nicknames, openid) },
            { name: said.amount, class: 'number', cell: ({ fen }) => money(fen) },
            {
              name: said.state,
              cell: ({ state, failReason }) => [
                badge(MOODS[state], said.transferStates[state]),
                failReason !== null && h('small', { class: 'quiet' }, ` ${failReason}`),
              ],
            },
            { name: said.reason, cell: ({ remark }) => remark },
            { name: said.at, cell: ({ createdAt }) => createdAt && time(createdAt, now) },
            { name: said.notice, cell: ({ notice }) => noticeState(notice, now) },
            { name: said.take, cell: (transfer) => taking(transfer, tools) },
          ],
          transfers,
          ({ outBillNo }) => outBillNo,
        ),
  )
