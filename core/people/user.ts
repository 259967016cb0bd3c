import * as z from 'zod'
import { Agreements } from '../contract/address'
import { type Profile, Role } from '../contract/shapes'
import type { Ports } from '../ports'

/** A person, ours: several identities (WeChat, a phone, an e-mail) may lead to one. */
export const User = z.object({
  _id: z.string(),
  nickname: z.string(),
  avatarFileId: z.string().nullable(),
  roles: z.array(Role),
  joinedAt: z.string(),
  /** The texts they agreed to last, and when; null where they did not, or took it back. */
  agreed: Agreements.nullable().default(null),
  agreedAt: z.string().nullable().default(null),
  /** When this account will be closed because its owner wishes it. */
  closesAt: z.string().nullable().default(null),
  /** Since when there is nobody any more behind this number. */
  closedAt: z.string().nullable().default(null),
  /** The account this one became; empty for most. */
  joinedTo: z.string().default(''),
})
export type User = z.infer<typeof User>

/** Until somebody chooses a name this stands for it; a certificate asks for a real one. */
export const NAMELESS = '同学'

/** What others see where somebody has left for good. */
export const CLOSED_NAME = '已注销用户'

export const newUser = (userId: string, at: string): z.input<typeof User> => ({
  _id: userId,
  nickname: NAMELESS,
  avatarFileId: null,
  roles: ['learner'],
  joinedAt: at,
})

const AVATAR_TTL_SECONDS = 3600

export async function profileOf({ files }: Pick<Ports, 'files'>, user: User): Promise<Profile> {
  const [avatarUrl = null] = user.avatarFileId ? await files.addresses([user.avatarFileId], AVATAR_TTL_SECONDS) : []
  return { userId: user._id, nickname: user.nickname, avatarUrl }
}
