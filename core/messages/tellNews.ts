import { tellPriceFalls } from '../community/priceFalls'
import type { Input, Output } from '../contract'
import type { Caller, Ports } from '../ports'
import { pushes } from './letter'
import type { Letter } from './letterDoc'
import { letters } from './letters'
import { purses } from './purses'
import { spendConsent } from './spend'

type Needs = Pick<Ports, 'store' | 'ids' | 'clock' | 'messages' | 'alert'>
type Counts = Output<'tellNews'>

/** As many as fit well inside the function's time limit; the next minute takes the rest. */
const AT_ONCE = 50
/** WeChat was not reached: later, and after so many tries not at all. The letter itself is in the inbox. */
const AGAIN_MS = 5 * 60_000
const MOST_TRIES = 5
/** Whoever takes a letter and dies leaves it lying: better not told in WeChat than told twice. */
async function push(ports: Needs, letter: Letter): Promise<keyof Counts | null> {
  const box = letters(ports)
  const way = pushes[letter.kind]
  const end = async (became: 'sent' | 'refused' | 'spared') => {
    await box.change(letter._id, {}, { set: { push: became, dueAt: null } })
    return became
  }
  // Of two workers one takes it.
  const taken = await box.change(
    letter._id,
    { push: 'owed' },
    { set: { push: 'taken', dueAt: null }, inc: { tries: 1 } },
  )
  if (!taken || !way) return null
  const purse = await spendConsent(ports, letter.userId, way.template, way.reserve)
  if (!purse) return end('spared')
  try {
    const became = await ports.messages.tell({
      openid: purse.openid,
      template: way.template,
      kind: letter.kind,
      facts: letter.facts,
      at: letter.at,
    })
    if (became === 'refused') await purses(ports).empty(letter.userId, way.template)
    return await end(became)
  } catch (error) {
    await purses(ports).giveBack(letter.userId, way.template)
    const dueAt = new Date(ports.clock.now().getTime() + AGAIN_MS).toISOString()
    await box.change(
      letter._id,
      {},
      { set: taken.tries < MOST_TRIES ? { push: 'owed', dueAt } : { push: 'spared', dueAt: null } },
    )
    throw error
  }
}

/** Looks after every letter that is due. What fails waits and holds nobody up. */
export const tellNews =
  (ports: Needs) =>
  async (_: Caller, __: Input<'tellNews'>): Promise<Counts> => {
    const counts: Counts = { sent: 0, refused: 0, spared: 0, written: 0, failed: 0 }
    const attempt = async (id: string, work: () => Promise<void>) => {
      try {
        await work()
      } catch (error) {
        counts.failed += 1
        ports.alert('MESSAGE_FAILED', { id, error: error instanceof Error ? error.message : 'unknown' })
      }
    }
    await attempt('priceFalls', async () => {
      counts.written += await tellPriceFalls(ports)
    })
    for (const letter of await letters(ports).due(ports.clock.now(), AT_ONCE))
      await attempt(letter._id, async () => {
        const became = await push(ports, letter)
        if (became) counts[became] += 1
      })
    return counts
  }
