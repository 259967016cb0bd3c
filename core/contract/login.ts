import * as z from 'zod'
import { contract } from './contract'
import { Instant, Profile, Role } from './shapes'

/** Signs in whoever WeChat says is asking; the first time an account is made. Asks nothing of the learner. */
export const login = contract({
  name: 'login',
  access: 'anyone',
  input: z.strictObject({}),
  output: z.object({
    profile: Profile,
    isNew: z.boolean(),
    /** So that a page shows the doors this person may open. Behind each the server looks again. */
    roles: z.array(Role),
    /** Whether a course shares its income with this person. */
    isTeacher: z.boolean(),
    /** When this account will be closed because its owner wished it; it can still be kept. */
    closesAt: Instant.nullable(),
    /** A signed token bound to this WeChat identity; later calls carry it. */
    session: z.object({ token: z.string(), expiresAt: Instant }),
  }),
})
