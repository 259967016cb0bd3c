// @ts-check
import { desk } from '../desk.js'
import { h } from '../dom.js'
import { ahead, money, time } from '../format.js'
import {
  action,
  badge,
  empty,
  facts,
  field,
  form,
  heading,
  link,
  number,
  person,
  section,
  someOf,
  table,
} from '../pieces.js'
import { hashOf } from '../place.js'
import { view } from '../view.js'
import { words } from '../words.js'
import { payFaults } from './payFaults.js'

const said = words.payments

/** @typedef {import('../../answers').Payment} Payment */
/** @typedef {import('../../answers').Notice} Notice */
/** @typedef {import('../view.js').Tools} Tools */

const MOODS = /** @type {const} */ ({ NOTPAY: 'waiting', SUCCESS: 'good', REFUND: 'plain', CLOSED: 'plain' })
const REFUND_MOODS = /** @type {const} */ ({ PROCESSING: 'waiting', SUCCESS: 'good', CLOSED: 'plain', ABNORMAL: 'bad' })

/** @param {Payment} payment */
const state = (payment) => badge(MOODS[payment.state], said.states[payment.state])

/** @param {Notice | null} notice @param {string} now */
function noticeState(notice, now) {
  if (notice === null) return h('span', { class: 'quiet' }, said.noNoticeShort)
  if (notice.delivered) return badge('good', said.delivered)
  if (notice.nextAt === null) return badge('bad', said.givenUp)
  return [badge('waiting', said.retrying), h('small', { class: 'quiet' }, ` ${ahead(notice.nextAt, now)}`)]
}

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
    const [payments, faults, calls, nicknames, { now }] = await Promise.all([
      desk.payments(),
      desk.payFaults(),
      desk.payCalls(),
      desk.nicknames(),
      desk.clock(),
    ])
    return { payments, faults, calls, nicknames, now }
  },
  render: ({ payments, faults, calls, nicknames, now }, tools) => [
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
                { name: said.payer, cell: ({ openid }) => person(nicknames, openid) },
                { name: said.placed, cell: ({ createdAt }) => createdAt && time(createdAt, now) },
                { name: said.notice, cell: ({ notice }) => noticeState(notice, now) },
              ],
              shown,
              ({ outTradeNo }) => outTradeNo,
            ),
          ),
    ),
    payFaults(faults, tools),
    callsOf(calls, now),
  ],
})

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

/** @param {Record<string, number>} answers */
const counted = (answers) =>
  Object.entries(answers)
    .map(([answer, count]) => `${answerWord(answer)} × ${count}`)
    .join(', ')

/** @param {string} failed */
const answerWord = (failed) => (failed === 'timeout' || failed === 'lost' ? said.noAnswer[failed] : failed)

/** @param {Notice['attempts'][number]} attempt */
function answered({ status, failed }) {
  if (status === undefined) return badge('bad', answerWord(failed ?? words.unknown))
  return badge(status === 200 || status === 204 ? 'good' : 'bad', String(status))
}

/** @param {string} names as the desk writes them, one after the other */
const faultWords = (names) =>
  names
    .split(' ')
    .map((name) => said.faultNames[name] ?? name)
    .join(' ')

/** @param {Notice} notice @param {string} now */
const attempts = ({ attempts: made }, now) =>
  made.length === 0
    ? empty(said.noAttempts)
    : table(
        said.attempts,
        [
          { name: said.at, class: 'first', cell: ({ at }) => at && time(at, now) },
          { name: said.answer, cell: answered },
          { name: said.copies, class: 'number', cell: ({ copies }) => copies },
          { name: said.way, cell: ({ byHand }) => (byHand ? said.byHand : said.bySchedule) },
          { name: said.fault, cell: ({ fault }) => (fault === undefined ? words.none : faultWords(fault)) },
        ],
        [...made].reverse(),
      )

/**
 * A notice, what came of it, and a way to send it again.
 * @param {Notice | null} notice @param {{ outTradeNo: string, outRefundNo?: string }} of @param {string} now @param {Tools} tools
 */
const noticeOf = (notice, of, now, tools) =>
  notice === null
    ? empty(said.noNotice)
    : [
        facts([
          [said.state, noticeState(notice, now)],
          [said.nextAt, notice.nextAt === null ? words.none : time(notice.nextAt, now)],
          [said.to, h('code', {}, notice.url)],
        ]),
        form(
          tools,
          {
            label: said.again,
            submit: said.again,
            work: async ({ times = '1' }) =>
              said.sent(counted(await desk.notifyAgain({ ...of, times: Number(times) }))),
          },
          field(said.copies, number('times', { value: 1, max: 1000 })),
        ),
        attempts(notice, now),
      ]

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
              [said.payer, person(nicknames, payment.openid)],
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
