import * as z from 'zod'
import type { Ports } from '../ports'

const Link = z.object({ _id: z.string(), url: z.string(), expiresAt: z.string() })

const DAY_MS = 24 * 3_600_000
/** As long as WeChat lets one live. */
const DAYS = 30
/** One that ends sooner than this is made anew: whoever copies it wants to send it. */
const LEFT_MS = 3 * DAY_MS

type Needs = Pick<Ports, 'store' | 'clock' | 'miniProgramLinks'>

/** A link that opens this course with this code in it. WeChat makes only so many: it is kept and used again. */
export async function linkTo(
  { store, clock, miniProgramLinks }: Needs,
  courseId: string,
  code: string,
): Promise<{ url: string; expiresAt: string } | null> {
  const _id = `${code}:${courseId}`
  const known = Link.nullable().parse(await store.get('links', _id))
  if (known && Date.parse(known.expiresAt) - clock.now().getTime() > LEFT_MS) return known
  const made = await miniProgramLinks.make({
    path: 'pages/course/course',
    query: `courseId=${courseId}&p=${code}&via=link`,
    days: DAYS,
  })
  if (made) await store.put('links', { _id, ...made })
  return made
}
