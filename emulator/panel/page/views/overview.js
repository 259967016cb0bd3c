// @ts-check
import { desk } from '../desk.js'
import { h } from '../dom.js'
import { ahead, bytes, fullTime, grouped, span, time } from '../format.js'
import { badge, empty, facts, heading, link, section, table } from '../pieces.js'
import { hashOf } from '../place.js'
import { view } from '../view.js'
import { words } from '../words.js'

const said = words.overview

/** @param {import('../../answers').Overview} desk */
const addresses = ({ http, envId, appId }) =>
  section(
    said.addresses,
    facts([
      [said.shop, h('a', { href: '/', target: '_blank', rel: 'noopener' }, `${location.origin}/`)],
      ...http.map(
        ({ function: name, path }) =>
          /** @type {[string, string]} */ ([said.http[name] ?? name, location.origin + path]),
      ),
      [said.environment, envId],
      [said.appId, appId],
    ]),
  )

/** @param {import('../../answers').Overview} desk */
const deskTime = ({ now, offsetMs }) =>
  section(
    said.deskTime,
    h('p', { class: 'big' }, h('a', { class: 'time', href: hashOf(['clock']) }, fullTime(now))),
    h('p', { class: 'quiet' }, offsetMs === 0 ? words.clock.same : words.clock.ahead(span(offsetMs))),
  )

/** @param {string} to @param {number} count @param {string} what @param {string} more @param {boolean} [bad] */
const tile = (to, count, what, more, bad = false) =>
  h(
    'a',
    { class: 'tile', href: hashOf([to]) },
    h('b', {}, grouped(count)),
    ` ${what}`,
    h('small', { class: bad ? 'bad' : 'quiet' }, more),
  )

/** @param {import('../../answers').Overview} desk @param {number} payFaults */
function counts({ counts: n }, payFaults) {
  const waitingFaults = n.faults + payFaults
  return section(
    said.counts,
    h(
      'div',
      { class: 'tiles' },
      tile('invocations', n.invocations, said.invocations, said.failed(n.failed), n.failed > 0),
      tile('documents', n.documents, said.documents, said.collections(n.collections)),
      tile('files', n.files, said.files, bytes(n.fileBytes)),
      tile('payments', n.payments, said.payments, said.paid(n.paid)),
      tile('messages', n.messages, said.messages, said.openApiCalls(n.openApiCalls)),
      tile(
        n.faults === 0 && payFaults > 0 ? 'payments' : 'faults',
        waitingFaults,
        said.faults,
        waitingFaults === 0 ? said.calm : words.views.faults,
        waitingFaults > 0,
      ),
    ),
  )
}

/** @param {import('../../answers').Overview['waiting']['notices'][number]} notice */
const noticeName = ({ outRefundNo, outBillNo }) => {
  if (outBillNo !== null) return said.transferNotice
  return outRefundNo === null ? said.payNotice : said.refundNotice
}

/** @param {import('../../answers').Overview} desk */
const waiting = ({ now, waiting: { notices, timers }, counts: { running } }) =>
  section(
    said.waiting,
    running > 0 && h('p', {}, badge('waiting', said.running(running))),
    h('h3', {}, said.notices),
    notices.length === 0
      ? empty(said.noNotices)
      : table(
          said.notices,
          [
            {
              name: words.payments.order,
              cell: (one) =>
                link(hashOf(one.outTradeNo === null ? ['payments'] : ['payments', one.outTradeNo]), one.description),
            },
            {
              name: words.payments.notice,
              cell: (one) => noticeName(one),
            },
            { name: words.payments.attempts, cell: (one) => said.tries(one.tries) },
            {
              name: words.payments.nextAt,
              cell: (one) => [time(one.nextAt, now), h('small', { class: 'quiet' }, ` ${ahead(one.nextAt, now)}`)],
            },
          ],
          notices,
          (one) => `${one.outTradeNo} ${one.outRefundNo} ${one.outBillNo}`,
        ),
    h('h3', {}, said.timers),
    timers.length === 0
      ? empty(said.noTimers)
      : table(
          said.timers,
          [
            {
              name: words.invocations.function,
              cell: (one) => link(hashOf(['invocations'], { function: one.function }), one.function),
            },
            { name: words.clock.name, cell: (one) => one.name },
            {
              name: words.clock.next,
              cell: ({ nextAt }) =>
                nextAt === null
                  ? words.clock.never
                  : [time(nextAt, now), h('small', { class: 'quiet' }, ` ${ahead(nextAt, now)}`)],
            },
          ],
          timers,
          (one) => `${one.function} ${one.name}`,
        ),
  )

export const overview = view({
  load: async () => {
    const [whole, pay] = await Promise.all([desk.overview(), desk.payFaults()])
    return { whole, payFaults: pay.notices.length + pay.calls.length + pay.refunds.length + pay.transfers.length }
  },
  render: ({ whole, payFaults }) => [
    heading(words.views.overview, said.lead),
    h('div', { class: 'pair' }, addresses(whole), deskTime(whole)),
    counts(whole, payFaults),
    waiting(whole),
  ],
})
