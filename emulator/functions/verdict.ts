import type { BuiltFunction } from './catalog'
import { crashed, type Failure, outOfMemory, resultTooLarge, timedOut, userException } from './failures'
import type { Outcome } from './invocations'
import { MAX_RESULT_BYTES } from './limits'
import type { Answer, Exit } from './worker'

/** What an invocation brought: the JSON text of its result, or the cloud's refusal; `thrown` is the user's own error, if it was one. */
export type Verdict =
  | { outcome: 'ok'; json: string }
  | { outcome: Exclude<Outcome, 'ok'>; failure: Failure; thrown?: string }

const ofExit = (of: BuiltFunction, exit: Exit): Verdict =>
  exit.memory
    ? { outcome: 'memory', failure: outOfMemory(of.config.memory) }
    : { outcome: 'crash', failure: crashed(exit.how) }

/** What the cloud says of an answer, or of its absence. */
export function judge(of: BuiltFunction, answer: Answer | 'timeout'): Verdict {
  if (answer === 'timeout') return { outcome: 'timeout', failure: timedOut(of.config.timeout) }
  if (answer.kind === 'exit') return ofExit(of, answer.exit)
  if (answer.kind === 'threw') {
    const { error } = answer
    return { outcome: 'error', failure: userException(error), thrown: `${error.name}: ${error.message}` }
  }
  if (Buffer.byteLength(answer.json) > MAX_RESULT_BYTES) return { outcome: 'error', failure: resultTooLarge() }
  return { outcome: 'ok', json: answer.json }
}
