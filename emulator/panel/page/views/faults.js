// @ts-check
import { desk } from '../desk.js'
import { h } from '../dom.js'
import { action, empty, field, form, heading, input, number, section, select, table } from '../pieces.js'
import { view } from '../view.js'
import { words } from '../words.js'

const said = words.faults

/** @typedef {import('../../answers').Fault} Fault */
/** @typedef {import('../view.js').Tools} Tools */

/** Actions worth naming, so that nobody must remember them. @type {Record<Fault['service'], string[]>} */
const ACTIONS = {
  database: [
    '*',
    'database.getDocument',
    'database.insertDocument',
    'database.modifyDocument',
    'database.commitTransaction',
  ],
  storage: ['*', 'storage.getUploadMetadata', 'storage.batchGetDownloadUrl', 'storage.batchDeleteFile'],
  functions: ['*', 'functions.invokeFunction', 'POST /cloud/buyCourse', 'POST /http/payNotify'],
  wechat: ['*', 'wx.openApi', 'wx.openApi:subscribeMessage.send'],
  wechatPay: ['*', 'POST /v3/pay/transactions/jsapi', 'POST /v3/refund/domestic/refunds'],
  virtualPay: ['*', 'POST /xpay/query_order', 'POST /xpay/refund_order', 'POST /xpay/currency_pay'],
  alipay: ['*', 'POST /alipay/gateway.do'],
  tencentCloud: ['*', 'POST /tencentCloud/'],
  identityProviders: ['*', 'GET /qq/oauth2.0/token', 'POST /weibo/oauth2/access_token'],
}

/** @template {string} Name @param {Record<Name, string>} names @returns {[Name, string][]} */
const optionsOf = (names) => /** @type {[Name, string][]} */ (Object.entries(names)) // its keys are its names

/** A choice that changes which fields the form has. @param {string} name @param {[string, string][]} options @param {Tools} tools */
const choice = (name, options, { state, repaint }) =>
  select(name, options, {
    onchange(/** @type {Event} */ { currentTarget }) {
      if (!(currentTarget instanceof HTMLSelectElement)) return
      state[name] = currentTarget.value
      repaint()
    },
  })

/** @param {Tools} tools */
function ordering(tools) {
  const service = optionsOf(said.services).find(([name]) => name === tools.state.service)?.[0] ?? 'database'
  const isSlow = tools.state.kind === 'delay'
  return section(
    said.order,
    form(
      tools,
      {
        label: said.order,
        submit: said.arrange,
        primary: true,
        async work({ times, skip, ms, ...rest }) {
          await desk.orderFault({
            ...rest,
            times: Number(times),
            skip: Number(skip),
            ...(isSlow ? { ms: Number(ms) } : {}),
          })
          return said.arranged
        },
      },
      field(said.service, choice('service', optionsOf(said.services), tools)),
      field(said.kind, choice('kind', optionsOf(said.kinds), tools)),
      field(said.action, input('action', { value: '*', required: true, list: 'actions' })),
      h(
        'datalist',
        { id: 'actions' },
        ACTIONS[service].map((value) => h('option', { value })),
      ),
      field(said.times, number('times', { value: 1, max: 10_000 })),
      field(said.skip, number('skip', { value: 0, min: 0, max: 10_000 })),
      isSlow
        ? field(said.ms, number('ms', { value: 2000, max: 600_000 }))
        : [
            field(said.code, input('code', { value: 'SYS_ERR', required: true })),
            field(said.message, input('message', { value: 'resource system error', required: true })),
          ],
    ),
    h('p', { class: 'quiet' }, said.actionHint),
    h('p', { class: 'quiet' }, said.payHint),
  )
}

/** @param {Fault[]} all @param {Tools} tools */
const waiting = (all, tools) =>
  section(
    said.waiting,
    all.length === 0
      ? empty(said.empty)
      : [
          table(
            said.waiting,
            [
              { name: said.service, class: 'first', cell: ({ service }) => said.services[service] },
              { name: said.action, cell: (fault) => h('code', {}, fault.action) },
              { name: said.kind, cell: ({ kind }) => said.kinds[kind] },
              { name: said.left, cell: ({ times }) => words.times(times) },
              { name: said.skip, cell: ({ skip }) => words.times(skip) },
              { name: said.hits, cell: ({ hits }) => words.times(hits) },
            ],
            all,
            ({ id }) => id,
          ),
          action(tools, said.clear, async () => {
            await desk.clearFaults()
            return said.cleared
          }),
        ],
  )

export const faults = view({
  load: desk.faults,
  render: (all, tools) => [heading(words.views.faults, said.lead), waiting(all, tools), ordering(tools)],
})
