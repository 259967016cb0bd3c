import * as z from 'zod'

/** What reviews are made of, apart from the verb that speaks of them: functions that only count them carry no more than this. */
/**
 * Where somebody wrote from, as others see it: in China the province, the municipality or the region, elsewhere the country
 * (互联网用户账号信息管理规定 §12). In the languages of the shop, for it is kept as it was when they wrote.
 */
export const Region = z.object({ zh: z.string(), en: z.string() })
export type Region = z.infer<typeof Region>

export const Stars = z.int().min(1).max(5)

/**
 * `shown` to everybody; `waiting` for somebody of the school to look; `hidden` by the school; `withdrawn` because the course
 * went back; `removed` by its author. Only the first counts.
 */
export const ReviewState = z.enum(['shown', 'waiting', 'hidden', 'withdrawn', 'removed'])
export type ReviewState = z.infer<typeof ReviewState>
