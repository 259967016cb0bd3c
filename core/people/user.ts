import * as z from 'zod'
import { type Profile, Role } from '../contract/shapes'
import type { Ports } from '../ports'

/** A person, ours: several identities (WeChat today) may lead to one. */
export const User = z.object({
  _id: z.string(),
  nickname: z.string(),
  avatarFileId: z.string().nullable(),
  roles: z.array(Role),
  joinedAt: z.string(),
})
export type User = z.infer<typeof User>

/** Which of our people a WeChat openid is. The id is the rule: one openid, one person. */
export const Identity = z.object({ _id: z.string(), userId: z.string(), linkedAt: z.string() })

export const identityIdOf = (openid: string): string => `wechat:${openid}`

/** Until somebody chooses a name this stands for it; a certificate asks for a real one. */
export const NAMELESS = '同学'

export const newUser = (userId: string, at: string): User => ({
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
