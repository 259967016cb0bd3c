// @ts-check
import { desk } from '../desk.js'
import { h } from '../dom.js'
import { time, took } from '../format.js'
import { badge, empty, facts, heading, link, person, section, table } from '../pieces.js'
import { hashOf } from '../place.js'
import { view } from '../view.js'
import { words } from '../words.js'

const said = words.invocations
const STEP = 100

/** @typedef {import('../../answers').BriefInvocation} Brief */
/** @typedef {import('../../answers').WholeInvocation} Whole */
/** @typedef {Map<string, string>} Nicknames */

/** @param {Brief} one */
function outcome({ outcome: end, state }) {
  if (end === undefined) return badge('waiting', said.states[state])
  return badge(end === 'ok' ? 'good' : 'bad', said.outcomes[end])
}

/** @param {Brief} one @param {Nicknames} nicknames */
const who = ({ openid, trigger }, nicknames) =>
  openid === undefined ? said.triggers[trigger] : person(nicknames, openid)

/** @param {string | null} current @param {string[]} names */
const filter = (current, names) =>
  h(
    'label',
    { class: 'field inline' },
    h('span', {}, said.filter),
    h(
      'select',
      {
        onchange(/** @type {Event} */ { currentTarget }) {
          if (!(currentTarget instanceof HTMLSelectElement)) return
          location.hash = hashOf(['invocations'], currentTarget.value === '' ? {} : { function: currentTarget.value })
        },
      },
      ['', ...names].map((name) =>
        h('option', { value: name, selected: name === (current ?? '') }, name === '' ? said.every : name),
      ),
    ),
  )

const list = view({
  async load({ query }) {
    const name = query.get('function')
    const [found, nicknames, { now }] = await Promise.all([
      desk.invocations({ function: name, limit: Number(query.get('limit') ?? STEP) }),
      desk.nicknames(),
      desk.clock(),
    ])
    return { ...found, name, nicknames, now }
  },
  render: ({ total, invocations, name, nicknames, now, functions }) => [
    heading(words.views.invocations, said.lead),
    h(
      'div',
      { class: 'sheet' },
      filter(name, functions),
      invocations.length === 0
        ? empty(name === null ? said.empty : said.emptyFor(name))
        : table(
            words.views.invocations,
            [
              {
                name: said.function,
                class: 'first',
                cell: (one) => link(hashOf(['invocations', one.requestId]), one.function),
              },
              { name: said.when, cell: (one) => time(one.startedAt, now) },
              { name: said.who, cell: (one) => who(one, nicknames) },
              { name: said.start, cell: (one) => (one.start ? said.starts[one.start] : words.none) },
              { name: said.took, class: 'number', cell: (one) => took(one.ms) },
              { name: said.database, class: 'number', cell: (one) => words.times(one.databaseOperations) },
              { name: said.outcome, cell: outcome },
            ],
            invocations,
            (one) => one.requestId,
          ),
      total > invocations.length &&
        h(
          'a',
          {
            class: 'button more',
            href: hashOf(['invocations'], {
              ...(name === null ? {} : { function: name }),
              limit: invocations.length + STEP,
            }),
          },
          words.more(total - invocations.length),
        ),
    ),
  ],
})

/**
 * When each operation ran, on one line of time; the vertical line is the moment of the answer.
 * @param {Whole} one
 */
function waterfall({ operations, chain, ms, databaseOperations }) {
  if (operations.length === 0) return empty(said.noOperations)
  const endMs = Math.max(1, ms ?? 0, ...operations.map(({ toMs }) => toMs))
  const before = chain.filter((place) => (operations[place]?.fromMs ?? 0) < (ms ?? Number.POSITIVE_INFINITY)).length
  const percent = (/** @type {number} */ at) => `${((Math.max(0, at) / endMs) * 100).toFixed(2)}%`
  return [
    h('p', { class: 'quiet' }, said.chain(databaseOperations, chain.length, before)),
    h(
      'ol',
      { class: 'waterfall' },
      operations.map(({ action, subject, fromMs, toMs, code }, place) =>
        h(
          'li',
          { class: chain.includes(place) ? 'in-chain' : undefined },
          h(
            'span',
            { class: 'what' },
            chain.includes(place) && badge('waiting', said.inChain),
            ` ${action}${subject === '' ? '' : ` ${subject}`} `,
            code && badge('bad', code),
            ms !== undefined && fromMs >= ms && h('small', { class: 'quiet' }, said.afterAnswer),
          ),
          h(
            'span',
            { class: 'track', 'aria-hidden': 'true' },
            h('i', { style: `left: ${percent(fromMs)}; width: ${percent(toMs - fromMs)}` }),
            ms !== undefined && h('u', { style: `left: ${percent(ms)}` }),
          ),
          h('span', { class: 'took' }, took(toMs - fromMs)),
        ),
      ),
    ),
  ]
}

/** @param {Whole} one */
const logs = ({ logs: lines }) =>
  lines.length === 0
    ? empty(said.noLogs)
    : h(
        'ol',
        { class: 'logs', tabindex: '0' },
        lines.map(({ atMs, stream, text }) =>
          h(
            'li',
            { class: stream },
            h('time', {}, `+${took(atMs)}`),
            stream === 'stderr' && h('small', { class: 'bad' }, said.stderr),
            h('code', {}, text),
          ),
        ),
      )

/** @param {Whole} one @param {Nicknames} nicknames @param {string} now @returns {[string, import('../dom.js').Child][]} */
const known = (one, nicknames, now) => [
  [said.outcome, outcome(one)],
  [said.when, time(one.startedAt, now)],
  [said.who, [who(one, nicknames), one.openid !== undefined && ` · ${said.triggers[one.trigger]}`]],
  ...(one.parent === undefined
    ? []
    : /** @type {[string, Node][]} */ ([[said.parent, link(hashOf(['invocations', one.parent]), one.parent)]])),
  [said.start, one.start ? said.startsLong[one.start] : words.none],
  [said.waited, took(one.waitedMs)],
  [said.load, took(one.loadMs)],
  [said.took, took(one.ms)],
  [said.after, took(one.afterMs)],
  [said.memory, one.memoryMb === undefined ? words.none : `${Math.round(one.memoryMb)} MB`],
  [said.requestId, h('code', {}, one.requestId)],
]

const detail = view({
  async load({ path: [, requestId = ''] }) {
    const [one, nicknames, { now }] = await Promise.all([desk.invocation(requestId), desk.nicknames(), desk.clock()])
    return { one, nicknames, now }
  },
  render: ({ one, nicknames, now }) => [
    heading(one.function, undefined, hashOf(['invocations'])),
    h('div', { class: 'sheet' }, facts(known(one, nicknames, now))),
    one.error !== undefined && section(said.error, h('pre', { class: 'error', tabindex: '0' }, one.error)),
    section(said.operations, waterfall(one)),
    section(said.logs, logs(one)),
  ],
})

/** @type {import('../view.js').View} */
export const invocations = (at) => (at.path.length > 1 ? detail : list)(at)
