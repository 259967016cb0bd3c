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
  /** How both stood after each arrival, the newest last: what was true when an order was opened can be read afterwards. */
  history: z.array(z.object({ first: Touch, last: Touch })),
  rev: z.int(),
})
export type Promoted = z.infer<typeof Promoted>

const DAY_MS = 24 * 3_600_000
/** A touch is worth something for so long. */
export const TOUCH_DAYS = 30
export const isFresh = ({ at }: Touch, now: Date): boolean => now.getTime() - Date.parse(at) < TOUCH_DAYS * DAY_MS

/** More than anybody arrives before an order of theirs has matured. */
const KEPT = 60

/** Who brought somebody, after one more arrival. A first touch that ran out makes place for the next. */
export function touched(userId: string, known: Promoted | null, touch: Touch, now: Date): Promoted {
  const first = known && isFresh(known.first, now) ? known.first : touch
  return {
    _id: userId,
    first,
    last: touch,
    history: [...(known?.history ?? []), { first, last: touch }].slice(-KEPT),
    rev: (known?.rev ?? 0) + 1,
  }
}

/** Both touches as far as they counted at one moment. */
export const Bringers = z.object({ first: Touch.nullable(), last: Touch.nullable() })
export type Bringers = z.infer<typeof Bringers>

/** Who had brought somebody at a moment, now or when an order was opened; an arrival after it changes nothing. */
export function bringersAt(known: Promoted | null, moment: Date): Bringers | null {
  const at = moment.toISOString()
  const stood = known?.history.findLast(({ last }) => last.at <= at)
  if (!stood) return null
  const first = isFresh(stood.first, moment) ? stood.first : null
  const last = isFresh(stood.last, moment) ? stood.last : null
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
