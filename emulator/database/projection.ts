import { badQuery, notEmulated } from './errors'
import { type Doc, isDoc, own, type Value } from './values'

type Tree = { [field: string]: Tree | true }

function plant(tree: Tree, path: string): void {
  const parts = path.split('.')
  if (parts.some((part) => part === '' || part.startsWith('$'))) throw notEmulated(`the projection path '${path}'`)
  let at = tree
  parts.forEach((part, i) => {
    const there = own(at, part)
    if (there === true) throw badQuery(`Path collision at ${path}`)
    if (i < parts.length - 1) at = at[part] = there ?? {}
    else if (there) throw badQuery(`Path collision at ${path}`)
    else at[part] = true
  })
}

function keep(value: Value, tree: Tree): Value | undefined {
  if (Array.isArray(value)) return value.map((one) => keep(one, tree)).filter((one) => one !== undefined)
  if (!isDoc(value)) return undefined
  const kept: Doc = {}
  for (const field of Object.keys(value)) {
    const branch = own(tree, field)
    const inner = branch === true ? value[field] : branch && keep(value[field] as Value, branch)
    if (inner !== undefined) kept[field] = inner
  }
  return kept
}

function drop(value: Value, tree: Tree): Value {
  if (Array.isArray(value)) return value.map((one) => drop(one, tree))
  if (!isDoc(value)) return value
  const kept: Doc = {}
  for (const field of Object.keys(value)) {
    const branch = own(tree, field)
    if (branch === true) continue
    kept[field] = branch ? drop(value[field] as Value, branch) : (value[field] as Value)
  }
  return kept
}

const isYes = (value: Value | undefined): boolean => value === true || (typeof value === 'number' && value !== 0)
const isNo = (value: Value | undefined): boolean => value === false || value === 0

/**
 * `{ field: 1 }` or `{ field: 0 }`, never mixed except for `_id`, which stays unless it is named 0. `$slice`,
 * `$elemMatch` and positional projections are refused by name.
 */
export function projection(spec: Doc): (doc: Doc) => Doc {
  const { _id, ...fields } = spec
  const entries = Object.entries(fields)
  for (const [path, value] of entries)
    if (!isYes(value) && !isNo(value)) throw notEmulated(`the projection of '${path}'`)
  const included = entries.filter(([, value]) => isYes(value))
  if (included.length > 0 && included.length < entries.length) {
    throw badQuery('Projection cannot have a mix of inclusion and exclusion.')
  }
  const tree: Tree = {}
  for (const [path] of entries) plant(tree, path)
  if (_id !== undefined && !isYes(_id) && !isNo(_id)) throw notEmulated(`the projection of '_id'`)

  if (included.length > 0 || (entries.length === 0 && isYes(_id))) {
    if (!isNo(_id)) tree._id = true
    return (doc) => keep(doc, tree) as Doc
  }
  if (isNo(_id)) tree._id = true
  return (doc) => drop(doc, tree) as Doc
}
