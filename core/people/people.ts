import * as z from 'zod'
import type { Ports } from '../ports'
import { NAMELESS } from './user'

/** What others may see of somebody. */
export type Face = { nickname: string; avatarUrl: string | null }

const Seen = z.object({ _id: z.string(), nickname: z.string(), avatarFileId: z.string().nullable() })
const AVATAR_TTL_SECONDS = 3600

/** How these people look to others today, in two requests; somebody who is gone has neither name nor picture. */
export async function facesOf(
  { store, files }: Pick<Ports, 'store' | 'files'>,
  userIds: string[],
): Promise<(userId: string) => Face> {
  const wanted = [...new Set(userIds)]
  const found = wanted.length ? await store.find('users', { where: { _id: { in: wanted } }, limit: wanted.length }) : []
  const people = found.map((doc) => Seen.parse(doc))
  const pictures = people.flatMap(({ avatarFileId }) => avatarFileId ?? [])
  const urls = pictures.length ? await files.addresses(pictures, AVATAR_TTL_SECONDS) : []
  const urlOf = new Map(pictures.map((fileId, at) => [fileId, urls[at] ?? null]))
  const faces = new Map(
    people.map(({ _id, nickname, avatarFileId }) => [
      _id,
      { nickname, avatarUrl: avatarFileId ? (urlOf.get(avatarFileId) ?? null) : null },
    ]),
  )
  return (userId) => faces.get(userId) ?? { nickname: NAMELESS, avatarUrl: null }
}
