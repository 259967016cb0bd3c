import type { Input, Output } from '../contract'
import { AppError } from '../contract/errors'
import type { Caller, Ports } from '../ports'
import { isUndecided, webLogins } from './webLogins'

type Needs = Pick<Ports, 'store' | 'clock' | 'ids'>

async function look(ports: Needs, ticket: string): Promise<Output<'approveWebLogin'>> {
  const logins = webLogins(ports)
  const login = await logins.find(ticket)
  if (!login || !isUndecided(login, ports.clock.now())) return { action: 'look', login: { status: 'over' } }
  // The browser says that its code was scanned: whoever waits there looks at the phone.
  if (login.state === 'waiting') await logins.see(ticket)
  const { device, startedAt, expiresAt } = login
  return { action: 'look', login: { status: 'open', device, startedAt, expiresAt } }
}

/**
 * The learner's word about a browser that wants in. Saying the same twice is saying it once; a ticket is decided by the first word.
 * Refuses: FORBIDDEN outside WeChat, where a browser could let in the next.
 */
export const approveWebLogin =
  (ports: Needs) =>
  async (
    { userId, openid }: Caller,
    { action, ticket }: Input<'approveWebLogin'>,
  ): Promise<Output<'approveWebLogin'>> => {
    if (!openid) throw new AppError('FORBIDDEN')
    if (action === 'look') return look(ports, ticket)
    const logins = webLogins(ports)
    if (await logins[action](ticket, userId)) return { action, status: 'done' }
    const before = await logins.find(ticket)
    const said = action === 'approve' ? ['approved', 'taken'] : ['refused']
    const isSaidAlready = before?.userId === userId && said.includes(before.state)
    return { action, status: isSaidAlready ? 'done' : 'over' }
  }
