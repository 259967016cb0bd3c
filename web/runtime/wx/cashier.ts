import { type Facts, Refusal } from './api'
import { type Desk, type DeskReply, isFine, wordsOf } from './desk'

/** What a person is told when they cannot go on; resolves when they have read it. */
type Refusing = { refuse(words: string): Promise<void> }

/** Money as a person reads it: 19900 fen is ¥199.00, as WeChat's own sheets write it. */
export const yuanOf = (fen: number): string => `¥${(fen / 100).toFixed(2)}`

/**
 * One step at the sandbox's cashier. A refusal, or a network that is gone, is first shown on the sheet and then thrown as
 * the call's failure: a refusal in the cashier's words, the network in `unreached`. `factsOf` adds what else the call's
 * failure says, of a reply or of none.
 */
export async function askCashier(
  desk: Desk,
  path: string,
  body: Facts,
  sheet: Refusing,
  unreached: string,
  factsOf: (reply?: DeskReply) => Facts = () => ({}),
): Promise<unknown> {
  const reply = await desk.post(path, body).catch(async (error: unknown) => {
    await sheet.refuse(unreached)
    throw new Refusal(error instanceof Error ? error.message : String(error), factsOf())
  })
  if (isFine(reply)) return reply.body
  const words = wordsOf(reply)
  await sheet.refuse(words)
  throw new Refusal(words, factsOf(reply))
}
