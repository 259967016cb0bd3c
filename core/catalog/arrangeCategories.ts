import type { Input, Output } from '../contract'
import { AppError } from '../contract/errors'
import type { Caller, Ports } from '../ports'
import { categories } from './categories'
import { beneath, type Category, newCategory } from './category'
import { prepare } from './prepared'
import { shelf } from './shelf'
import { categoryFacet } from './shelfEntry'

type Needs = Pick<Ports, 'store' | 'clock' | 'ids'>
type Asked<A> = Extract<Input<'arrangeCategories'>, { action: A }>

async function save(ports: Needs, { path, name, description, parent }: Asked<'save'>): Promise<void> {
  const all = await categories(ports).all()
  const known = path === null ? null : all.find(({ _id }) => _id === path)
  if (known === undefined) throw new AppError('CATEGORY_NOT_FOUND')
  if (parent && !all.some(({ _id }) => _id === parent)) throw new AppError('CATEGORY_NOT_FOUND')
  if (known && parent && beneath(known._id, all).includes(parent))
    throw new AppError('BAD_INPUT', { reason: 'a category cannot stand beneath itself' })
  if (known) return categories(ports).put({ ...known, name, description, parent, isAway: false })

  const made = parent ? `${parent}/${name}` : name
  const before = all.find(({ _id }) => _id === made)
  if (before && !before.isAway) throw new AppError('BAD_INPUT', { reason: 'there is one of this name' })
  const last = Math.max(0, ...all.filter((one) => one.parent === parent).map(({ order }) => order))
  await categories(ports).put({ ...newCategory(made, last + 1), description, parent, name })
}

async function order(ports: Needs, { paths }: Asked<'order'>): Promise<void> {
  const all = await categories(ports).all()
  const known = paths.map((path) => all.find(({ _id }) => _id === path))
  if (known.some((one) => !one)) throw new AppError('CATEGORY_NOT_FOUND')
  await Promise.all(
    known.flatMap((one, at): Promise<void>[] => (one ? [categories(ports).put({ ...one, order: at })] : [])),
  )
}

async function putAway(ports: Needs, { path }: Asked<'putAway'>): Promise<void> {
  const all = await categories(ports).all()
  const known: Category | undefined = all.find(({ _id }) => _id === path)
  if (!known) throw new AppError('CATEGORY_NOT_FOUND')
  const [course] = await shelf(ports).find({ facets: categoryFacet(path) }, 'new', 1)
  if (course || all.some((one) => one.parent === path && !one.isAway)) throw new AppError('CATEGORY_IN_USE')
  await categories(ports).put({ ...known, isAway: true })
}

/** Refuses: CATEGORY_NOT_FOUND, CATEGORY_IN_USE, BAD_INPUT for a ring or a name that is there. Every change is kept with who made it. */
export const arrangeCategories =
  (ports: Needs) =>
  async ({ userId }: Caller, input: Input<'arrangeCategories'>): Promise<Output<'arrangeCategories'>> => {
    if (input.action === 'save') await save(ports, input)
    if (input.action === 'order') await order(ports, input)
    if (input.action === 'putAway') await putAway(ports, input)
    const window = await prepare(ports)
    if (input.action !== 'look') {
      const at = ports.clock.now().toISOString()
      const { action, ...change } = input
      await ports.store.insert('audits', {
        _id: ports.ids.next(),
        at,
        by: userId,
        what: `categories.${action}`,
        change,
      })
    }
    return { categories: window.tree }
  }
