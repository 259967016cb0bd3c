// @ts-check
import { desk } from '../desk.js'
import { h } from '../dom.js'
import { money, time } from '../format.js'
import { action, badge, empty, facts, heading, link, person, section, someOf, table } from '../pieces.js'
import { hashOf } from '../place.js'
import { view } from '../view.js'
import { words } from '../words.js'
import { payFaults } from './payFaults.js'
import { noticeOf, noticeState } from './payNotice.js'
import { transfersOf } from './transfers.js'

const said = words.payments

/** @typedef {import('../../answers').Payment} Payment */
/** @typedef {import('../view.js').Tools} Tools */

const MOODS = /** @type {const} */ ({ NOTPAY: 'waiting', SUCCESS: 'good', REFUND: 'plain', CLOSED: 'plain' })
const REFUND_MOODS = /** @type {const} */ ({ PROCESSING: 'waiting', SUCCESS: 'good', CLOSED: 'plain', ABNORMAL: 'bad' })

/** @param {Payment} payment */
const state = (payment) => badge(MOODS[payment.state], said.states[payment.state])

/** @param {import('../../answers').PayCall[]} calls @param {string} now */
const callsOf = (calls, now) =>
  section(
    said.calls,
    calls.length === 0
      ? empty(said.noCalls)
      : table(
          said.calls,
          [
            { name: said.call, class: 'first path', cell: ({ method, path }) => h('code', {}, `${method} ${path}`) },
            { name: said.at, cell: ({ at }) => time(at, now) },
            {
              name: said.status,
              cell: ({ status, code }) =>
                badge(
                  status >= 200 && status < 300 ? 'good' : 'bad',
                  [status || said.dropped, code].filter(Boolean).join(' '),
                ),
            },
            { name: said.fault, cell: ({ fault }) => fault ?? words.none },
          ],
          [...calls].reverse().slice(0, 20),
        ),
  )

const list = view({
  async load() {
    const [payments, transfers, faults, calls, nicknames, { now }] = await Promise.all([
      desk.payments(),
      desk.transfers(),
      desk.payFaults(),
      desk.payCalls(),
      desk.nicknames(),
      desk.clock(),
    ])
    return { payments, transfers, faults, calls, nicknames, now }
  },
  render: ({ payments, transfers, faults, calls, nicknames, now }, tools) => [
    heading(words.views.payments, said.lead),
    h(
      'div',
      { class: 'sheet' },
      payments.length === 0
        ? empty(said.empty)
        : someOf(payments, tools, (shown) =>
            table(
              words.views.payments,
              [
                {
                  name: said.order,
                  class: 'first',
                  cell: ({ outTradeNo, description }) => link(hashOf(['payments', outTradeNo]), description),
                },
                { name: said.amount, class: 'number', cell: ({ fen }) => money(fen) },
                { name: said.state, cell: state },
                { name: said.tradeType, cell: ({ tradeType }) => said.tradeTypes[tradeType] },
                { name: said.payer, cell: ({ openid }) => person(nicknames, openid) },
                { name: said.placed, cell: ({ createdAt }) => createdAt && time(createdAt, now) },
                { name: said.notice, cell: ({ notice }) => noticeState(notice, now) },
              ],
              shown,
              ({ outTradeNo }) => outTradeNo,
            ),
          ),
    ),
    transfersOf(transfers, nicknames, now, tools),
    payFaults(faults, tools),
    callsOf(calls, now),
  ],
})

/** Where a phone would have come to by scanning. @param {Payment} payment @returns {[string, import('../dom.js').Child][]} */
const payPage = ({ payPage: page, paidAt }) =>
  page === null || paidAt !== null
    ? []
    : [[said.payPage, h('a', { href: page, target: '_blank', rel: 'noopener' }, said.payPageLink)]]

/** What can be done with an order that is not paid. @param {Payment} payment @param {Tools} tools */
function paying({ outTradeNo, fen, state: now, paidAt }, tools) {
  if (paidAt !== null) return null
  const late = now === 'CLOSED'
  const pay = async () => {
    await desk.pay(outTradeNo, late)
    return said.paid(money(fen))
  }
  return h(
    'div',
    { class: 'sheet do' },
    action(tools, late ? said.late : said.pay, pay, { primary: true, key: late ? 'late' : 'pay' }),
    h('p', { class: 'quiet' }, late ? said.lateHint : said.payHint),
  )
}

/** @param {Payment} payment @param {string} now @param {Tools} tools */
const refundsOf = ({ outTradeNo, refunds }, now, tools) =>
  section(
    said.refunds,
    refunds.length === 0
      ? empty(said.noRefunds)
      : refunds.map((refund) =>
          h(
            'article',
            { key: refund.outRefundNo },
            facts([
              [said.amount, money(refund.fen)],
              [said.state, badge(REFUND_MOODS[refund.status], said.refundStates[refund.status])],
              [said.refundNo, h('code', {}, refund.outRefundNo)],
              [said.reason, refund.reason ?? words.none],
              [said.at, refund.createdAt && time(refund.createdAt, now)],
            ]),
            h('h3', {}, said.refundNotice),
            noticeOf(refund.notice, { outTradeNo, outRefundNo: refund.outRefundNo }, now, tools),
          ),
        ),
  )

const detail = view({
  async load({ path: [, outTradeNo] }) {
    const [payments, nicknames, { now }] = await Promise.all([desk.payments(), desk.nicknames(), desk.clock()])
    return { payment: payments.find((one) => one.outTradeNo === outTradeNo), nicknames, now }
  },
  render: ({ payment, nicknames, now }, tools) =>
    payment === undefined
      ? [
          heading(words.views.payments, undefined, hashOf(['payments'])),
          h('div', { class: 'sheet' }, empty(words.gone)),
        ]
      : [
          heading(payment.description, undefined, hashOf(['payments'])),
          paying(payment, tools),
          h(
            'div',
            { class: 'sheet' },
            facts([
              [said.amount, h('b', { class: 'price' }, money(payment.fen))],
              [said.state, state(payment)],
              [said.tradeType, said.tradeTypes[payment.tradeType]],
              [said.payer, person(nicknames, payment.openid)],
              ...payPage(payment),
              [said.placed, payment.createdAt && time(payment.createdAt, now)],
              [said.paidAt, payment.paidAt === null ? words.none : time(payment.paidAt, now)],
              [said.expires, payment.expiresAt && time(payment.expiresAt, now)],
              [said.outTradeNo, h('code', {}, payment.outTradeNo)],
              [said.transactionId, payment.transactionId === null ? words.none : h('code', {}, payment.transactionId)],
            ]),
          ),
          section(said.notice, noticeOf(payment.notice, { outTradeNo: payment.outTradeNo }, now, tools)),
          refundsOf(payment, now, tools),
        ],
})

/** @type {import('../view.js').View} */
export const payments = (at) => (at.path.length > 1 ? detail : list)(at)
