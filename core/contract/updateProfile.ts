import * as z from 'zod'
import { contract } from './contract'
import { Profile } from './shapes'

/** The learner chooses a name (WeChat's nickname ability) or a picture (chooseAvatar), at most 300 KB as base64. */
export const updateProfile = contract({
  name: 'updateProfile',
  access: 'learner',
  input: z.strictObject({
    nickname: z.string().trim().min(1).max(30).optional(),
    avatarBase64: z.base64().min(4).max(410_000).optional(),
  }),
  output: z.object({ profile: Profile }),
})
