import * as z from 'zod'
import { contract } from './contract'
import { Id, Instant } from './shapes'
import { Device } from './webLogin'

const Decided = z.enum(['done', 'over'])

/** A learner who scanned the code of a browser sees what asks, and lets it in or not. Only inside WeChat. */
export const approveWebLogin = contract({
  name: 'approveWebLogin',
  access: 'learner',
  input: z.discriminatedUnion('action', [
    z.strictObject({ action: z.literal('look'), ticket: Id }),
    z.strictObject({ action: z.literal('approve'), ticket: Id }),
    z.strictObject({ action: z.literal('refuse'), ticket: Id }),
  ]),
  output: z.discriminatedUnion('action', [
    z.object({
      action: z.literal('look'),
      login: z.discriminatedUnion('status', [
        z.object({ status: z.literal('open'), device: Device, startedAt: Instant, expiresAt: Instant }),
        z.object({ status: z.literal('over') }),
      ]),
    }),
    z.object({ action: z.literal('approve'), status: Decided }),
    z.object({ action: z.literal('refuse'), status: Decided }),
  ]),
})
