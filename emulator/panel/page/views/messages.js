// @ts-check
import { desk } from '../desk.js'
import { h } from '../dom.js'
import { time } from '../format.js'
import { badge, empty, facts, heading, json, link, person, section, someOf, table } from '../pieces.js'
import { hashOf } from '../place.js'
import { view } from '../view.js'
import { words } from '../words.js'

const said = words.messages

/** @param {import('../../answers').Message} message @param {Map<string, string>} nicknames @param {string} now */
const letter = ({ id, openid, templateId, page, data, sentAt, read }, nicknames, now) =>
  h(
    'article',
    { class: 'letter', key: id },
    h(
      'p',
      {},
      h('b', {}, said.to, ' ', person(nicknames, openid)),
      ' ',
      badge(read ? 'plain' : 'waiting', read ? said.read : said.unread),
      h('small', { class: 'quiet' }, ` ${time(sentAt, now)}`),
    ),
    facts([
      ...Object.entries(data).map(([keyword, { value }]) => /** @type {[string, string]} */ ([keyword, value])),
      [said.template, h('code', {}, templateId)],
      [said.page, page === undefined ? words.none : h('code', {}, page)],
    ]),
  )

/** @param {import('../../answers').CourierLetter} letter @param {string} now */
const couriered = ({ id, by, to, text, sentAt }, now) =>
  h(
    'article',
    { class: 'letter', key: id },
    h(
      'p',
      {},
      badge('plain', said.by[by]),
      ' ',
      h('b', {}, to),
      h('small', { class: 'quiet' }, ` ${time(sentAt, now)}`),
    ),
    h('p', {}, text),
  )

/** @param {readonly import('../../answers').OpenApiCall[]} calls @param {string} now */
const callTable = (calls, now) =>
  table(
    said.calls,
    [
      { name: said.api, class: 'first', cell: ({ api }) => h('code', {}, api) },
      { name: words.invocations.when, cell: ({ at }) => time(at, now) },
      {
        name: said.function,
        cell: (call) =>
          call.function === '' ? words.unknown : link(hashOf(['invocations', call.requestId]), call.function),
      },
      {
        name: said.outcome,
        cell: ({ errCode }) => badge(errCode === 0 ? 'good' : 'bad', errCode === 0 ? said.ok : said.failed(errCode)),
      },
      {
        name: said.arguments,
        cell: (call) => h('details', {}, h('summary', {}, said.arguments), json(call.arguments)),
      },
    ],
    calls,
    ({ requestId, at, api }) => `${requestId} ${at} ${api}`,
  )

export const messages = view({
  async load() {
    const [all, letters, calls, nicknames, { now }] = await Promise.all([
      desk.messages(),
      desk.letters(),
      desk.openApiCalls(),
      desk.nicknames(),
      desk.clock(),
    ])
    return { all, letters, calls, nicknames, now }
  },
  render: ({ all, letters, calls, nicknames, now }, tools) => [
    heading(words.views.messages, said.lead),
    section(
      said.delivered,
      all.length === 0
        ? empty(said.empty)
        : someOf(all, tools, (shown) => shown.map((message) => letter(message, nicknames, now))),
    ),
    section(
      said.couriered,
      letters.length === 0
        ? empty(said.noCouriered)
        : someOf(letters, tools, (shown) => shown.map((one) => couriered(one, now))),
    ),
    section(
      said.calls,
      calls.length === 0 ? empty(said.noCalls) : someOf(calls, tools, (shown) => callTable(shown, now)),
    ),
  ],
})
