import * as z from 'zod'
import type { Input, Output } from '../contract'
import { AppError } from '../contract/errors'
import type { Caller, Ports } from '../ports'
import { profileOf, User } from './user'

/** The largest picture taken, in bytes. */
const MAX_AVATAR_BYTES = 300 * 1024

const signatures = [
  { start: [0x89, 0x50, 0x4e, 0x47], type: 'image/png', extension: 'png' },
  { start: [0xff, 0xd8, 0xff], type: 'image/jpeg', extension: 'jpg' },
] as const

/** A picture is known by its first bytes, not by what the sender calls it. */
function pictureOf(base64: string) {
  const bytes = z.util.base64ToUint8Array(base64)
  const kind = signatures.find(({ start }) => start.every((byte, at) => bytes[at] === byte))
  if (!kind) throw new AppError('PICTURE_REFUSED', { reason: 'neither PNG nor JPEG' })
  if (bytes.length > MAX_AVATAR_BYTES) throw new AppError('PICTURE_REFUSED', { reason: 'too large' })
  return { bytes, ...kind }
}

export const updateProfile =
  ({ store, files, messages, ids }: Pick<Ports, 'store' | 'files' | 'messages' | 'ids'>) =>
  async (
    { userId, openid }: Caller,
    { nickname, avatarBase64 }: Input<'updateProfile'>,
  ): Promise<Output<'updateProfile'>> => {
    const picture = avatarBase64 === undefined ? null : pictureOf(avatarBase64)
    if (nickname !== undefined && !(await messages.isFit(openid, nickname))) throw new AppError('NAME_REFUSED')

    const set: Record<string, unknown> = {}
    if (nickname !== undefined) set.nickname = nickname.trim()
    // A fresh path each time: the old picture may still be in somebody's cache under its own address.
    if (picture)
      set.avatarFileId = await files.put(
        `avatars/${userId}/${ids.next()}.${picture.extension}`,
        picture.bytes,
        picture.type,
      )
    const user = Object.keys(set).length
      ? await store.change('users', userId, {}, { set })
      : await store.get('users', userId)
    if (!user) throw new AppError('NEED_LOGIN')
    return { profile: await profileOf({ files }, User.parse(user)) }
  }
