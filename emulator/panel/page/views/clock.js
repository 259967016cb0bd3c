// @ts-check
import { desk } from '../desk.js'
import { h } from '../dom.js'
import { ahead, fullTime, MS, span, time } from '../format.js'
import { action, empty, field, form, heading, number, section, select, table } from '../pieces.js'
import { view } from '../view.js'
import { words } from '../words.js'

const said = words.clock

/** @param {number} ms */
async function advance(ms) {
  await desk.advance(ms)
  return said.advanced(span(ms))
}

/** @type {[string, number][]} */
const steps = [
  [said.minute, MS.minutes],
  [said.halfHour, 30 * MS.minutes],
  [said.day, MS.days],
]

/** @type {[keyof typeof MS, string][]} */
const units = [
  ['hours', words.units.hours],
  ['days', words.units.days],
  ['minutes', words.units.minutes],
  ['seconds', words.units.seconds],
]

/** @param {import('../view.js').Tools} tools */
const forward = (tools) =>
  section(
    said.advance,
    h(
      'div',
      { class: 'line' },
      steps.map(([word, ms]) => action(tools, word, () => advance(ms))),
    ),
    h('h3', {}, said.custom),
    form(
      tools,
      {
        label: said.custom,
        submit: said.go,
        primary: true,
        work: ({ amount = '0', unit = '' }) =>
          advance(
            Number(amount) * (units.some(([one]) => one === unit) ? MS[/** @type {keyof typeof MS} */ (unit)] : 0),
          ),
      },
      field(said.amount, number('amount', { value: 2, max: 100_000 })),
      field(
        said.unit,
        select(
          'unit',
          units.map(([unit, word]) => [unit, word]),
        ),
      ),
    ),
  )

/** @param {import('../../answers').Timer[]} timers @param {string} now @param {import('../view.js').Tools} tools */
const timerTable = (timers, now, tools) =>
  timers.length === 0
    ? empty(said.noTimers)
    : table(
        said.timers,
        [
          { name: words.invocations.function, class: 'first', cell: (timer) => timer.function },
          { name: said.name, cell: ({ name }) => name },
          { name: said.schedule, cell: ({ config }) => h('code', {}, config) },
          {
            name: said.next,
            cell: ({ nextAt }) =>
              nextAt === null
                ? said.never
                : [time(nextAt, now), h('small', { class: 'quiet' }, ` ${ahead(nextAt, now)}`)],
          },
          {
            name: said.run,
            class: 'act',
            cell: (timer) =>
              action(tools, said.run, async () => {
                await desk.fire(timer)
                return said.ran(timer.function)
              }),
          },
        ],
        timers,
        (timer) => `${timer.function} ${timer.name}`,
      )

export const clock = view({
  async load() {
    const [time, timers] = await Promise.all([desk.clock(), desk.timers()])
    return { ...time, timers }
  },
  render: ({ now, offsetMs, timers }, tools) => [
    heading(words.views.clock, said.lead),
    section(
      said.shanghai,
      h('p', { class: 'big' }, fullTime(now)),
      h('p', { class: 'quiet' }, offsetMs === 0 ? said.same : said.ahead(span(offsetMs))),
    ),
    forward(tools),
    section(said.timers, timerTable(timers, now, tools)),
  ],
})
