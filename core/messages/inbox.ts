import type { Input, Output } from '../contract'
import type { Caller, Ports } from '../ports'
import { letterView } from './letter'
import { letters } from './letters'

const PAGE = 20

export const inbox =
  (ports: Pick<Ports, 'store' | 'clock'>) =>
  async ({ userId }: Caller, input: Input<'inbox'>): Promise<Output<'inbox'>> => {
    const box = letters(ports)
    if (input.action === 'list') {
      const [found, upTo] = await Promise.all([box.ofPerson(userId, input.after, PAGE + 1), box.readUpTo(userId)])
      const page = found.slice(0, PAGE)
      return {
        action: 'list',
        letters: page.map((letter) => letterView(letter, upTo)),
        next: found.length > PAGE ? (page.at(-1)?.key ?? null) : null,
        newest: input.after ? null : (page[0]?.key ?? null),
        unread: await box.unread(userId, upTo),
      }
    }
    if (input.action === 'read') await box.read(userId, input.letterId)
    if (input.action === 'readAll') {
      // Nobody has read what is not written yet, whatever the client says.
      const now = `${ports.clock.now().toISOString()}~`
      await box.readTo(userId, input.upTo < now ? input.upTo : now)
    }
    return { action: input.action, unread: await box.unread(userId, await box.readUpTo(userId)) }
  }
