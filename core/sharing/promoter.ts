import * as z from 'zod'
import { Via } from '../contract/sharing'

/** Whose sign a code is. */
export const Promoter = z.object({ _id: z.string(), userId: z.string(), since: z.string() })

/** Somebody came through somebody else's share. */
export const Touch = z.object({ promoterId: z.string(), courseId: z.string(), via: Via, at: z.string() })
export type Touch = z.infer<typeof Touch>

/** Who brought one person here. The first stands as long as it lasts, the last is always the newest. */
export const Promoted = z.object({
  /** The userId of whoever came. */
  _id: z.string(),
  first: Touch,
  last: Touch,
  rev: z.int(),
})
export type Promoted = z.infer<typeof Promoted>

const DAY_MS = 24 * 3_600_000
/** A touch is worth something for so long. */
export const TOUCH_DAYS = 30
export const isFresh = ({ at }: Touch, now: Date): boolean => now.getTime() - Date.parse(at) < TOUCH_DAYS * DAY_MS

/** Who brought somebody, after one more arrival. A first touch that ran out makes place for the next. */
export const touched = (userId: string, known: Promoted | null, touch: Touch, now: Date): Promoted => ({
  _id: userId,
  first: known && isFresh(known.first, now) ? known.first : touch,
  last: touch,
  rev: (known?.rev ?? 0) + 1,
})

/** Both touches as far as they still count; what an order freezes. */
export const Bringers = z.object({ first: Touch.nullable(), last: Touch.nullable() })
export type Bringers = z.infer<typeof Bringers>

export function bringersAt(known: Promoted | null, now: Date): Bringers | null {
  if (!known) return null
  const first = isFresh(known.first, now) ? known.first : null
  const last = isFresh(known.last, now) ? known.last : null
  return first || last ? { first, last } : null
}

const CODE_SIGNS = 8
export const codeFrom = (id: string): string => id.slice(0, CODE_SIGNS)

export const opensKeyOf = (courseId: string): string => `opens:${courseId}`
export const opensByKeyOf = (courseId: string, promoterId: string): string => `opensBy:${courseId}:${promoterId}`

/** A course and a code in the 32 signs that a mini-program code can carry; null when they are too many. */
export function sceneOf(courseId: string, code: string): string | null {
  const scene = `${courseId}~${code}`
  return scene.length <= 32 ? scene : null
}
