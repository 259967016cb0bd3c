// @ts-check
import { desk } from '../desk.js'
import { h } from '../dom.js'
import { MS } from '../format.js'
import { action, empty, field, form, input, number, section } from '../pieces.js'
import { words } from '../words.js'

const said = words.payments

/** @typedef {keyof Omit<typeof words.payFaults, 'groups'>} Kind */
/** @typedef {keyof typeof words.payFaults.groups} Queue */

/**
 * One misfortune that can be ordered: where it waits, the value a person starts from, and what is sent.
 * @typedef {{ kind: Kind, queue: Queue, start?: string | number, fault: (value: string) => object }} Choice
 */

/** @type {Choice[]} */
const choices = [
  { kind: 'lost', queue: 'noticeFault', fault: () => ({ lost: true }) },
  { kind: 'duplicate', queue: 'noticeFault', start: 1, fault: (copies) => ({ duplicate: Number(copies) }) },
  { kind: 'delay', queue: 'noticeFault', start: 5, fault: (minutes) => ({ delayMs: Number(minutes) * MS.minutes }) },
  { kind: 'badSignature', queue: 'noticeFault', fault: () => ({ badSignature: true }) },
  { kind: 'signtest', queue: 'noticeFault', fault: () => ({ signtest: true }) },
  { kind: 'flippedText', queue: 'noticeFault', fault: () => ({ flippedBit: 'text' }) },
  { kind: 'flippedTag', queue: 'noticeFault', fault: () => ({ flippedBit: 'tag' }) },
  { kind: 'serial', queue: 'noticeFault', start: 'PUB_KEY_ID_0000000000', fault: (serial) => ({ serial }) },
  { kind: 'oldTimestamp', queue: 'noticeFault', start: 600, fault: (seconds) => ({ skewSeconds: -Number(seconds) }) },
  { kind: 'fen', queue: 'noticeFault', start: 1, fault: (fen) => ({ alter: { fen: Number(fen) } }) },
  { kind: 'mchid', queue: 'noticeFault', start: '1900000001', fault: (mchid) => ({ alter: { mchid } }) },
  { kind: 'appid', queue: 'noticeFault', start: 'wx1111111111111111', fault: (appid) => ({ alter: { appid } }) },
  { kind: 'outTradeNo', queue: 'noticeFault', start: 'NOBODY', fault: (outTradeNo) => ({ alter: { outTradeNo } }) },
  { kind: 'currency', queue: 'noticeFault', start: 'USD', fault: (currency) => ({ alter: { currency } }) },
  { kind: 'callError', queue: 'callFault', fault: () => ({ status: 500, code: 'SYSTEM_ERROR' }) },
  { kind: 'callBusy', queue: 'callFault', fault: () => ({ status: 429, code: 'FREQUENCY_LIMITED' }) },
  { kind: 'dropBefore', queue: 'callFault', fault: () => ({ drop: 'before' }) },
  { kind: 'dropAfter', queue: 'callFault', fault: () => ({ drop: 'after' }) },
  { kind: 'callSignature', queue: 'callFault', fault: () => ({ badSignature: true }) },
  { kind: 'callSlow', queue: 'callFault', start: 3, fault: (seconds) => ({ delayMs: Number(seconds) * MS.seconds }) },
  { kind: 'refundClosed', queue: 'refundOutcome', fault: () => ({ outcome: 'CLOSED' }) },
  { kind: 'refundAbnormal', queue: 'refundOutcome', fault: () => ({ outcome: 'ABNORMAL' }) },
  {
    kind: 'refundSlow',
    queue: 'refundOutcome',
    start: 30,
    fault: (minutes) => ({ outcome: 'SUCCESS', afterMs: Number(minutes) * MS.minutes }),
  },
  { kind: 'transferFails', queue: 'transferOutcome', fault: () => ({ outcome: 'FAIL' }) },
  {
    kind: 'transferSlow',
    queue: 'transferOutcome',
    start: 30,
    fault: (minutes) => ({ outcome: 'SUCCESS', afterMs: Number(minutes) * MS.minutes }),
  },
]

/** @type {Queue[]} */
const queues = ['noticeFault', 'callFault', 'refundOutcome', 'transferOutcome']

/** The chosen one, or the first. @param {string | undefined} kind */
const chosen = (kind) => choices.find((one) => one.kind === kind) ?? choices[0]

/** @param {import('../view.js').Tools} tools */
const chooser = (tools) =>
  h(
    'select',
    {
      name: 'kind',
      onchange(/** @type {Event} */ { currentTarget }) {
        if (!(currentTarget instanceof HTMLSelectElement)) return
        tools.state.kind = currentTarget.value
        tools.repaint()
      },
    },
    queues.map((queue) =>
      h(
        'optgroup',
        { label: words.payFaults.groups[queue] },
        choices
          .filter((one) => one.queue === queue)
          .map(({ kind }) => h('option', { value: kind }, words.payFaults[kind].name)),
      ),
    ),
  )

/** @param {Choice} choice */
function valueField({ kind, start }) {
  const about = words.payFaults[kind]
  if (start === undefined || !('value' in about)) return null
  const control =
    typeof start === 'number'
      ? number('value', { value: start })
      : input('value', { value: start, required: true, maxlength: 64 })
  control.dataset.key = kind // another misfortune starts from its own value
  const labelled = field(about.value, control)
  labelled.dataset.key = kind
  return labelled
}

/** @param {import('../view.js').Tools} tools */
function ordering(tools) {
  const choice = chosen(tools.state.kind)
  return (
    choice &&
    form(
      tools,
      {
        label: said.faultsTitle,
        submit: said.arrange,
        async work({ value = '', times = '1' }) {
          await desk.orderPayFault(choice.queue, { ...choice.fault(value), times: Number(times) })
          return said.arranged
        },
      },
      field(said.faultOf, chooser(tools)),
      valueField(choice),
      field(said.howOften, number('times', { value: 1, max: 1000 })),
    )
  )
}

/** The facts of a fault, each under its whole name: `alter.fen`. @param {object} fault @returns {[string, unknown][]} */
const flat = (fault) =>
  Object.entries(fault).flatMap(([name, value]) =>
    typeof value === 'object' && value !== null
      ? flat(value).map(([inner, one]) => /** @type {[string, unknown]} */ ([`${name}.${inner}`, one]))
      : [/** @type {[string, unknown]} */ ([name, value])],
  )

/** Whether a fault that waits could have been ordered by this choice, with whatever value. @param {Choice} choice @param {object} waiting */
function couldBe({ fault }, waiting) {
  const facts = new Map(flat(waiting))
  const [one, other] = [flat(fault('1')), new Map(flat(fault('2')))]
  return one.every(([name, value]) => facts.has(name) && (facts.get(name) === value || other.get(name) !== value))
}

/** @param {Queue} queue @param {{ times: number }} fault */
function waitingFault(queue, { times, ...fault }) {
  const match = choices.find((one) => one.queue === queue && couldBe(one, fault))
  const chosenFacts = match && new Set(flat(match.fault('1')).map(([name]) => name))
  const facts = flat(fault).filter(([name]) => chosenFacts?.has(name) ?? true)
  return h(
    'li',
    {},
    h('b', {}, match ? words.payFaults[match.kind].name : words.payFaults.groups[queue]),
    h('code', {}, facts.map(([name, value]) => `${name}: ${value}`).join(', ')),
    h('small', { class: 'quiet' }, said.timesLeft(times)),
  )
}

/**
 * The misfortunes of WeChat Pay: order the next, see which wait, take them back.
 * @param {import('../../answers').PayFaults} waiting @param {import('../view.js').Tools} tools
 */
export function payFaults({ notices, calls, refunds, transfers }, tools) {
  const list = [
    ...notices.map((fault) => waitingFault('noticeFault', fault)),
    ...calls.map((fault) => waitingFault('callFault', fault)),
    ...refunds.map((fault) => waitingFault('refundOutcome', fault)),
    ...transfers.map((fault) => waitingFault('transferOutcome', fault)),
  ]
  return section(
    said.faultsTitle,
    h('p', { class: 'quiet' }, said.faultsLead),
    ordering(tools),
    h('h3', {}, said.waiting),
    list.length === 0
      ? empty(said.noWaiting)
      : [
          h('ul', { class: 'waiting-faults' }, list),
          action(tools, said.clear, async () => {
            await desk.clearPayFaults()
            return said.cleared
          }),
        ],
  )
}
