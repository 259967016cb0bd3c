import * as z from 'zod'
import { AppError } from '../../core/contract/errors'
import { clock } from '../clock'
import { json, type Manners } from '../cloudbase/reply'

const later = () => require('./setUp') as typeof import('./setUp')

/** The part of `virtualPayNotify`'s answer that Apple waits for. */
const WithQuestion = z.object({ iosRefund: z.object({ agrees: z.boolean(), words: z.string() }).nullable() })

/** WeChat shows this to nobody but Apple. */
const EVIDENCE = 'records of the order and of what was watched are kept by the school'

/**
 * How WeChat's message push is answered: one word when it was taken (anything else is sent again), Apple's question with yes or no, and on
 * entering the address on the platform the echo that proves it ours.
 */
export const pushManners: Manners = {
  greet(request) {
    if (request.by !== 'http' || request.method !== 'GET') return undefined
    const { settings, echoOf } = later()
    const set = settings()
    if (!set) return undefined
    try {
      return { statusCode: 200, headers: { 'content-type': 'text/plain' }, body: echoOf(set, request.query) }
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      return json(401, { ErrCode: -1, ErrMsg: error.code })
    }
  },
  reply(request, answer) {
    if (!answer.ok) {
      const failure = { ErrCode: -1, ErrMsg: answer.error.code }
      return request.by === 'push' ? failure : json(500, failure)
    }
    const { iosRefund } = WithQuestion.parse(answer.data)
    const { settings, appleAnswer, PUSH_TAKEN, sealedAnswer } = later()
    const said = iosRefund ? appleAnswer(iosRefund.agrees, iosRefund.words || 'OK', EVIDENCE) : PUSH_TAKEN
    if (request.by === 'push') return said
    const set = settings()
    return json(200, iosRefund && set ? sealedAnswer(set, clock, said) : said)
  },
}
