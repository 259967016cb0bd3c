import { accumulator } from './accumulators'
import { badQuery, notEmulated } from './errors'
import { expression } from './expressions'
import { keyOf } from './keys'
import { matcher } from './matcher'
import { projection } from './projection'
import { find } from './reader'
import { sorter, sortSpec } from './sort'
import type { Collection, Store } from './store'
import { clone, type Doc, isDoc, own, typeName, type Value } from './values'

/** Finds documents of another collection, for `$lookup`; notes which index served. */
type FindIn = (collection: string, query: Doc) => Doc[]
type Stage = (docs: Doc[]) => Doc[]

function object(name: string, operand: Value): Doc {
  if (!isDoc(operand)) throw badQuery(`the ${name} stage specification must be an object, not ${typeName(operand)}`)
  return operand
}

function wholeNumber(name: string, operand: Value, least: number): number {
  if (typeof operand !== 'number' || !Number.isInteger(operand) || operand < least) {
    throw badQuery(`invalid argument to ${name} stage: ${JSON.stringify(operand)}`)
  }
  return operand
}

function fieldName(name: string, operand: Value): string {
  if (typeof operand !== 'string' || operand === '' || operand.startsWith('$') || operand.includes('.')) {
    throw badQuery(`the ${name} field must be a non-empty name without $ and dots`)
  }
  return operand
}

/** `"$field.inner"` → its parts. */
function fieldPath(name: string, operand: Value | undefined): string[] {
  if (typeof operand !== 'string' || !operand.startsWith('$') || operand.startsWith('$$')) {
    throw badQuery(`${name} path must be a string prefixed with a '$'`)
  }
  return operand.slice(1).split('.')
}

type Assignment = { parts: string[]; compute: (doc: Doc) => Value | undefined }

/** Sets a computed value; a list on the way gets it in each of its objects, a scalar gives way. */
function assign(at: Value | undefined, parts: string[], value: Value | undefined): Value | undefined {
  const [part, ...rest] = parts
  if (part === undefined) return value
  if (Array.isArray(at)) return at.map((one) => assign(one, parts, value) as Value)
  const doc: Doc = isDoc(at) ? { ...at } : {}
  const inner = assign(own(doc, part), rest, value)
  if (inner === undefined) delete doc[part]
  else doc[part] = inner
  return doc
}

/** Opens `{ a: { b: x } }` into `a.b: x`; operators and everything else are values. */
function flat(spec: Doc, prefix = ''): [string, Value][] {
  return Object.entries(spec).flatMap(([key, value]): [string, Value][] => {
    const path = prefix + key
    if (key === '' || key.startsWith('$')) throw badQuery(`FieldPath field names may not start with '$' ('${path}')`)
    if (isDoc(value) && Object.keys(value).length > 0 && !Object.keys(value)[0]?.startsWith('$'))
      return flat(value, `${path}.`)
    return [[path, value]]
  })
}

const assignments = (entries: [string, Value][]): Assignment[] =>
  entries.map(([path, value]) => ({ parts: path.split('.'), compute: expression(value) }))

/** All values are computed from the document as it came in. */
function assignAll(doc: Doc, base: Doc, list: Assignment[]): Doc {
  return list.reduce((made, { parts, compute }) => assign(made, parts, compute(doc)) as Doc, base)
}

function addFields(name: string, operand: Value): Stage {
  const list = assignments(flat(object(name, operand)))
  return (docs) => docs.map((doc) => assignAll(doc, doc, list))
}

const isChoice = (value: Value): boolean => typeof value === 'number' || typeof value === 'boolean'

function project(operand: Value): Stage {
  const entries = flat(object('$project', operand))
  if (entries.length === 0) throw badQuery('$project specification must have at least one field')
  const choices = entries.filter(([, value]) => isChoice(value))
  const computed = entries.filter(([, value]) => !isChoice(value))
  const keeps = choices.some(([path, value]) => path !== '_id' && value !== 0 && value !== false)
  if (computed.length === 0) {
    const shape = projection(Object.fromEntries(choices))
    return (docs) => docs.map(shape)
  }
  const dropped = choices.find(([path, value]) => path !== '_id' && (value === 0 || value === false))
  if (dropped) throw badQuery('Cannot do exclusion in inclusion projection')
  const withId = choices.every(([path, value]) => path !== '_id' || (value !== 0 && value !== false))
  const shape = keeps ? projection(Object.fromEntries(choices)) : projection({ _id: 1 })
  const list = assignments(computed)
  return (docs) =>
    docs.map((doc) => {
      const base = keeps || withId ? shape(doc) : {}
      return assignAll(doc, base, list)
    })
}

function group(operand: Value): Stage {
  const { _id, ...fields } = object('$group', operand)
  if (_id === undefined) throw badQuery('a group specification must include an _id')
  const keyFor = expression(_id)
  const gathered = Object.entries(fields).map(([field, spec]) => {
    const entries = isDoc(spec) ? Object.entries(spec) : []
    const [entry] = entries
    if (!entry || entries.length > 1) throw badQuery(`The field '${field}' must be an accumulator object`)
    return { field: fieldName('$group', field), gather: accumulator(entry[0]), compute: expression(entry[1]) }
  })
  return (docs) => {
    const groups = new Map<string, { id: Value; docs: Doc[] }>()
    for (const doc of docs) {
      const id = keyFor(doc) ?? null
      const key = keyOf(id).toString('latin1')
      const there = groups.get(key)
      if (there) there.docs.push(doc)
      else groups.set(key, { id, docs: [doc] })
    }
    return [...groups.values()].map(({ id, docs: members }) => {
      const made: Doc = { _id: id }
      for (const { field, gather, compute } of gathered) made[field] = gather(members.map(compute))
      return made
    })
  }
}

function unwind(operand: Value): Stage {
  const spec = typeof operand === 'string' ? { path: operand } : object('$unwind', operand)
  const stray = Object.keys(spec).find(
    (key) => !['path', 'includeArrayIndex', 'preserveNullAndEmptyArrays'].includes(key),
  )
  if (stray !== undefined) throw badQuery(`unrecognized option to $unwind stage: ${stray}`)
  const parts = fieldPath('$unwind', spec.path)
  const keepEmpty = spec.preserveNullAndEmptyArrays === true
  const index =
    spec.includeArrayIndex === undefined ? undefined : fieldName('includeArrayIndex', spec.includeArrayIndex)
  const numbered = (doc: Doc, at: number | null): Doc => (index === undefined ? doc : { ...doc, [index]: at })
  const read = (doc: Doc): Value | undefined =>
    parts.reduce<Value | undefined>((at, part) => (isDoc(at) ? own(at, part) : undefined), doc)

  return (docs) =>
    docs.flatMap((doc) => {
      const value = read(doc)
      if (Array.isArray(value)) {
        if (value.length > 0) return value.map((one, i) => numbered(assign(doc, parts, one) as Doc, i))
        return keepEmpty ? [numbered(assign(doc, parts, undefined) as Doc, null)] : []
      }
      if (value === null || value === undefined) return keepEmpty ? [numbered(doc, null)] : []
      return [numbered(doc, null)]
    })
}

function lookup(operand: Value, findIn: FindIn): Stage {
  const { from, localField, foreignField, as, ...rest } = object('$lookup', operand)
  const stray = Object.keys(rest)[0]
  if (stray !== undefined) throw notEmulated(`$lookup with '${stray}'`)
  if (typeof from !== 'string' || typeof localField !== 'string' || typeof foreignField !== 'string') {
    throw badQuery('$lookup requires from, localField and foreignField as strings')
  }
  const into = fieldName('as', as ?? null)
  const localValues = expression(`$${localField}`)
  return (docs) => {
    const known = new Map<string, Doc[]>()
    return docs.map((doc) => {
      const value = localValues(doc) ?? null
      const key = keyOf(value).toString('latin1')
      const query: Doc = { [foreignField]: Array.isArray(value) ? { $in: value } : { $eq: value } }
      const found = known.get(key) ?? findIn(from, query)
      known.set(key, found)
      return { ...doc, [into]: clone(found) }
    })
  }
}

function sort(operand: Value): Stage {
  const order = sorter(sortSpec(object('$sort', operand)))
  return (docs) => [...docs].sort(order)
}

function sortByCount(operand: Value): Stage {
  const grouped = group({ _id: operand, count: { $sum: 1 } })
  const sorted = sort({ count: -1 })
  return (docs) => sorted(grouped(docs))
}

function replaceRoot(operand: Value): Stage {
  const { newRoot, ...rest } = object('$replaceRoot', operand)
  if (newRoot === undefined || Object.keys(rest).length > 0)
    throw badQuery('$replaceRoot takes newRoot and nothing else')
  const compute = expression(newRoot)
  return (docs) =>
    docs.map((doc) => {
      const root = compute(doc)
      if (!isDoc(root))
        throw badQuery(
          `'newRoot' expression must evaluate to an object, but resulting value was of type ${typeName(root)}`,
        )
      return root
    })
}

function match(operand: Value): Stage {
  const matches = matcher(object('$match', operand))
  return (docs) => docs.filter(matches)
}

const STAGES: Record<string, (operand: Value, findIn: FindIn) => Stage> = {
  $match: match,
  $sort: sort,
  $skip(operand) {
    const skipped = wholeNumber('$skip', operand, 0)
    return (docs) => docs.slice(skipped)
  },
  $limit(operand) {
    const most = wholeNumber('$limit', operand, 1)
    return (docs) => docs.slice(0, most)
  },
  $count(operand) {
    const name = fieldName('$count', operand)
    return (docs) => (docs.length > 0 ? [{ [name]: docs.length }] : [])
  },
  $project: project,
  $addFields: (operand) => addFields('$addFields', operand),
  $group: group,
  $unwind: unwind,
  $lookup: lookup,
  $sortByCount: sortByCount,
  $replaceRoot: replaceRoot,
}

/** The stages at the beginning that the planner answers with an index, and the rest. */
function leading(pipeline: Doc[]) {
  const rest = [...pipeline]
  const take = (name: string): Value | undefined => {
    const operand = rest[0]?.[name]
    if (operand !== undefined) rest.shift()
    return operand
  }
  const query = object('$match', take('$match') ?? {})
  const order = take('$sort')
  const skip = take('$skip')
  const most = take('$limit')
  return {
    question: {
      query,
      sort: order === undefined ? [] : sortSpec(object('$sort', order)),
      offset: skip === undefined ? 0 : wholeNumber('$skip', skip, 0),
      limit: most === undefined ? undefined : wholeNumber('$limit', most, 1),
    },
    rest,
  }
}

/** Runs a pipeline. Every stage and expression is checked before the first document is read. */
export function aggregate(store: Store, of: Collection, pipeline: Doc[]): { docs: Doc[]; indexUsed: string | null } {
  const used = new Set<string | null>()
  const findIn: FindIn = (name, query) => {
    const { found, plan } = find(store, store.collection(name), { query })
    used.add(plan.indexUsed)
    return found.map(({ doc }) => doc)
  }
  const { question, rest } = leading(pipeline)
  const stages = rest.map((stage) => {
    const [name = '', ...others] = Object.keys(stage)
    if (others.length > 0) throw badQuery('A pipeline stage specification object must contain exactly one field.')
    const make = own(STAGES, name)
    if (!make) throw notEmulated(`the aggregation stage ${name}`)
    return make(stage[name] as Value, findIn)
  })
  const { found, plan } = find(store, of, question)
  used.add(plan.indexUsed)
  const docs = stages.reduce(
    (current, stage) => stage(current),
    found.map(({ doc }) => doc),
  )
  return { docs, indexUsed: used.has(null) ? null : [...used].join('+') }
}
