import type { CourseFilter } from '../../../core/contract/shapes'
import type { Sort } from '../../components/filters/choices'

const PRICES = ['free', 'under50', 'over50'] as const
const KINDS = ['video', 'audio', 'article', 'document'] as const
const LENGTHS = ['short', 'medium', 'long'] as const
const SORTS = ['new', 'hot', 'cheap'] as const

const oneOf = <T extends string>(values: readonly T[], text: string | undefined): T | undefined =>
  values.find((value) => value === text)

/** What an address asks for. What it says wrongly is left out. */
export function wishOf(query: Record<string, string | undefined>): {
  filter: CourseFilter
  sort: Exclude<Sort, 'fit'>
} {
  const said = Object.fromEntries(
    ['category', 'teacher', 'tag'].flatMap((name) => (query[name] ? [[name, decodeURIComponent(query[name])]] : [])),
  )
  const price = oneOf(PRICES, query.price)
  const kind = oneOf(KINDS, query.kind)
  const length = oneOf(LENGTHS, query.length)
  return {
    filter: {
      ...said,
      ...(price && { price }),
      ...(kind && { kind }),
      ...(length && { length }),
      ...(query.trial === '1' && { trial: true as const }),
    },
    sort: oneOf(SORTS, query.sort) ?? 'new',
  }
}
