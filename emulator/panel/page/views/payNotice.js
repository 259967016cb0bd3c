// @ts-check
import { desk } from '../desk.js'
import { h } from '../dom.js'
import { ahead, time } from '../format.js'
import { badge, empty, facts, field, form, number, table } from '../pieces.js'
import { words } from '../words.js'

const said = words.payments

/** @typedef {import('../../answers').Notice} Notice */
/** @typedef {import('../view.js').Tools} Tools */

/** Whether a notice has arrived, or when it is tried again. @param {Notice | null} notice @param {string} now */
export function noticeState(notice, now) {
  if (notice === null) return h('span', { class: 'quiet' }, said.noNoticeShort)
  if (notice.delivered) return badge('good', said.delivered)
  if (notice.nextAt === null) return badge('bad', said.givenUp)
  return [badge('waiting', said.retrying), h('small', { class: 'quiet' }, ` ${ahead(notice.nextAt, now)}`)]
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
export const noticeOf = (notice, of, now, tools) =>
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
