import { compare, same } from './compare'
import { notEmulated, writeRefused } from './errors'
import { MAX_ARRAY_PADDING } from './limits'
import { pullCondition } from './matcher'
import { type SortSpec, sorter, sortSpec } from './sort'
import { clone, type Doc, isDoc, own, typeName, type Value, withServerDates } from './values'

/** Applies an update to a copy of a document. The same object comes back when nothing changed. */
export type Updater = (doc: Doc) => Doc

/** What one operator does to the value at its path; returning `KEEP` leaves everything as it was, `undefined` removes. */
type Change = (old: Value | undefined, field: string, doc: Doc) => Value | undefined | typeof KEEP
const KEEP = Symbol('keep')

type Step = { path: string; parts: string[]; creates: boolean; change: Change }

const idText = (doc: Doc): string => `{_id: ${literal(doc._id)}}`

/** A value as MongoDB's error texts show it. */
function literal(value: Value | undefined): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (Array.isArray(value)) return `[ ${value.map(literal).join(', ')} ]`
  if (isDoc(value))
    return `{ ${Object.entries(value)
      .map(([field, inner]) => `${field}: ${literal(inner)}`)
      .join(', ')} }`
  if (value instanceof Date) return `new Date(${value.getTime()})`
  return String(value ?? null)
}

function arithmetic(operator: string, operand: Value, combine: (old: number, by: number) => number): Change {
  if (typeof operand !== 'number') {
    const verb = operator === '$inc' ? 'increment' : 'multiply'
    throw writeRefused(`Cannot ${verb} with non-numeric argument: {${literal(operand)}}`)
  }
  return (old, field, doc) => {
    if (old === undefined) return operator === '$inc' ? operand : 0
    if (typeof old !== 'number') {
      throw writeRefused(
        `Cannot apply ${operator} to a value of non-numeric type. ${idText(doc)} has the field '${field}' of non-numeric type ${typeName(old)}`,
      )
    }
    return combine(old, operand)
  }
}

const bound =
  (operand: Value, wins: (order: number) => boolean): Change =>
  (old) =>
    old === undefined || wins(compare(operand, old)) ? operand : KEEP

type Push = {
  each: Value[]
  position: number
  slice: number | undefined
  sort: ((list: Value[]) => Value[]) | undefined
}

function whole(name: string, value: Value | undefined): number | undefined {
  if (value === undefined) return undefined
  if (typeof value !== 'number' || !Number.isInteger(value)) {
    throw writeRefused(`The value for ${name} must be an integer value but was given type: ${typeName(value)}`)
  }
  return value
}

function pushSort(value: Value | undefined): Push['sort'] {
  if (value === undefined) return undefined
  if (value === 1 || value === -1) return (list) => [...list].sort((a, b) => compare(a, b) * value)
  if (!isDoc(value))
    throw writeRefused(
      'The $sort is invalid: use 1/-1 to sort the whole element, or {field:1/-1} to sort embedded fields',
    )
  const spec: SortSpec = sortSpec(value)
  const byFields = sorter(spec)
  return (list) => [...list].sort((a, b) => byFields(isDoc(a) ? a : {}, isDoc(b) ? b : {}))
}

function pushModifiers(operand: Value): Push {
  if (!isDoc(operand) || !('$each' in operand)) {
    if (isDoc(operand) && Object.keys(operand)[0]?.startsWith('$')) {
      throw writeRefused(`The dollar ($) prefixed field '${Object.keys(operand)[0]}' is not valid for storage.`)
    }
    checkStorable(operand)
    return { each: [operand], position: Number.POSITIVE_INFINITY, slice: undefined, sort: undefined }
  }
  const { $each, $position, $slice, $sort, ...rest } = operand
  const unknown = Object.keys(rest)[0]
  if (unknown) throw writeRefused(`Unrecognized clause in $push: ${unknown}`)
  if (!Array.isArray($each)) {
    throw writeRefused(`The argument to $each in $push must be an array but it was of type: ${typeName($each)}`)
  }
  checkStorable($each)
  return {
    each: $each,
    position: whole('$position', $position) ?? Number.POSITIVE_INFINITY,
    slice: whole('$slice', $slice),
    sort: pushSort($sort),
  }
}

function push(operand: Value): Change {
  const { each, position, slice, sort } = pushModifiers(operand)
  return (old, field, doc) => {
    if (old !== undefined && !Array.isArray(old)) {
      throw writeRefused(
        `The field '${field}' must be an array but is of type ${typeName(old)} in document ${idText(doc)}`,
      )
    }
    const list = [...(old ?? [])]
    const at = position < 0 ? Math.max(0, list.length + position) : Math.min(position, list.length)
    list.splice(at, 0, ...each)
    const sorted = sort ? sort(list) : list
    if (slice === undefined) return sorted
    if (slice === 0) return []
    return slice < 0 ? sorted.slice(slice) : sorted.slice(0, slice)
  }
}

function addToSet(operand: Value): Change {
  const many = isDoc(operand) && '$each' in operand ? operand.$each : undefined
  if (isDoc(operand) && '$each' in operand) {
    if (!Array.isArray(many)) {
      throw writeRefused(`The argument to $each in $addToSet must be an array but it was of type ${typeName(many)}`)
    }
    const unknown = Object.keys(operand).find((key) => key !== '$each')
    if (unknown) throw writeRefused(`Found unexpected fields after $each in $addToSet: ${literal(operand)}`)
  }
  const wanted = Array.isArray(many) ? many : [operand]
  checkStorable(wanted)
  return (old, field, doc) => {
    if (old !== undefined && !Array.isArray(old)) {
      throw writeRefused(
        `Cannot apply $addToSet to a non-array field. Field named '${lastPart(field)}' has a non-array type ${typeName(old)} in the document ${idText(doc)}`,
      )
    }
    const list = [...(old ?? [])]
    for (const one of wanted) if (!list.some((there) => same(there, one))) list.push(one)
    return old && list.length === old.length ? KEEP : list
  }
}

function pop(operand: Value): Change {
  if (operand !== 1 && operand !== -1) throw writeRefused(`$pop expects 1 or -1, found: ${literal(operand)}`)
  return (old, field) => {
    if (old === undefined) return KEEP
    if (!Array.isArray(old))
      throw writeRefused(`Path '${field}' contains an element of non-array type '${typeName(old)}'`)
    if (old.length === 0) return KEEP
    return operand === 1 ? old.slice(0, -1) : old.slice(1)
  }
}

const pull =
  (drop: (element: Value) => boolean): Change =>
  (old) => {
    if (old === undefined) return KEEP
    if (!Array.isArray(old)) throw writeRefused('Cannot apply $pull to a non-array value')
    const kept = old.filter((element) => !drop(element))
    return kept.length === old.length ? KEEP : kept
  }

function pullAll(operand: Value): Change {
  if (!Array.isArray(operand))
    throw writeRefused(`$pullAll requires an array argument but was given a ${typeName(operand)}`)
  return pull((element) => operand.some((one) => same(one, element)))
}

const lastPart = (path: string): string => path.slice(path.lastIndexOf('.') + 1)

/** Operators by name: how an operand becomes a change, and whether the change may create its path. */
const OPERATORS: Record<string, { creates: boolean; change(operand: Value): Change }> = {
  $set: { creates: true, change: (operand) => () => operand },
  $unset: { creates: false, change: () => (old) => (old === undefined ? KEEP : undefined) },
  $inc: { creates: true, change: (operand) => arithmetic('$inc', operand, (old, by) => old + by) },
  $mul: { creates: true, change: (operand) => arithmetic('$mul', operand, (old, by) => old * by) },
  $min: { creates: true, change: (operand) => bound(operand, (order) => order < 0) },
  $max: { creates: true, change: (operand) => bound(operand, (order) => order > 0) },
  $push: { creates: true, change: push },
  $addToSet: { creates: true, change: addToSet },
  $pop: { creates: false, change: pop },
  $pull: { creates: false, change: (operand) => pull(pullCondition(operand)) },
  $pullAll: { creates: false, change: pullAll },
}

function partsOf(path: string): string[] {
  const parts = path.split('.')
  if (path === '') throw writeRefused('An empty update path is not valid.')
  if (parts.includes(''))
    throw writeRefused(`The update path '${path}' contains an empty field name, which is not allowed.`)
  const dollar = parts.find((part) => part.startsWith('$'))
  if (dollar === undefined) return parts
  if (dollar === '$' || dollar.startsWith('$[')) throw notEmulated(`the positional path '${path}'`)
  throw writeRefused(`The dollar ($) prefixed field '${dollar}' in '${path}' is not valid for storage.`)
}

const isIndex = (part: string): boolean => /^(0|[1-9]\d*)$/.test(part)

/** Refuses field names MongoDB does not store; CloudBase's own server dates are replaced before. */
export function checkStorable(value: Value): void {
  if (Array.isArray(value)) {
    for (const one of value) checkStorable(one)
    return
  }
  if (!isDoc(value)) {
    if (typeName(value) === 'regex') throw notEmulated('a regular expression as a stored value')
    return
  }
  for (const field of Object.keys(value)) {
    if (field.startsWith('$')) throw writeRefused(`The dollar ($) prefixed field '${field}' is not valid for storage.`)
    if (field.includes('.')) throw notEmulated(`a stored field name with a dot ('${field}')`)
    checkStorable(value[field] as Value)
  }
}

/** The value at a path of fields and list positions, and whether the path can be walked at all. */
function read(doc: Doc, parts: string[]): Value | undefined {
  let at: Value | undefined = doc
  for (const part of parts) {
    if (Array.isArray(at)) at = isIndex(part) ? at[Number(part)] : undefined
    else if (isDoc(at)) at = own(at, part)
    else return undefined
  }
  return at
}

function cannotCreate(part: string, parent: string, value: Value): Error {
  return writeRefused(`Cannot create field '${part}' in element {${parent}: ${literal(value)}}`)
}

/** Writes one changed value into `holder`, making objects on the way where the operator may. Everything written to is ours: the document was copied. */
function write(holder: Doc | Value[], step: Step, depth: number, doc: Doc): boolean {
  const part = step.parts[depth] as string
  if (Array.isArray(holder) && !isIndex(part)) {
    if (!step.creates) return false
    throw cannotCreate(part, step.parts[depth - 1] as string, holder)
  }
  const key = Array.isArray(holder) ? Number(part) : part
  const old: Value | undefined = Array.isArray(holder) ? holder[Number(part)] : own(holder, part)
  if (depth === step.parts.length - 1) return replace(holder, key, old, step.change(old, step.path, doc))

  if (old === undefined) {
    if (!step.creates) return false
    const made: Doc = {}
    // A change that keeps a missing value (none of those that create does) would leave an empty object behind.
    const changed = write(made, step, depth + 1, doc)
    if (changed) replace(holder, key, old, made)
    return changed
  }
  if (Array.isArray(old) || isDoc(old)) return write(old, step, depth + 1, doc)
  if (!step.creates) return false
  throw cannotCreate(step.parts[depth + 1] as string, part, old)
}

function replace(
  holder: Doc | Value[],
  key: string | number,
  old: Value | undefined,
  value: Value | undefined | typeof KEEP,
): boolean {
  if (value === KEEP) return false
  if (Array.isArray(holder)) {
    const index = Number(key)
    if (value === undefined) {
      // $unset of a list's element leaves null, so that the others keep their positions.
      if (old === null) return false
      holder[index] = null
      return true
    }
    if (index > holder.length + MAX_ARRAY_PADDING)
      throw writeRefused(`can't backfill more than ${MAX_ARRAY_PADDING} elements`)
    while (holder.length < index) holder.push(null)
    if (old !== undefined && same(old, value)) return false
    holder[index] = clone(value)
    return true
  }
  if (value === undefined) return delete holder[key]
  if (old !== undefined && same(old, value)) return false
  holder[key] = clone(value)
  return true
}

function rename(from: string, target: Value): { from: string[]; to: Omit<Step, 'change'> } {
  if (typeof target !== 'string') {
    throw writeRefused(`The 'to' field for $rename must be a string: ${from}: ${literal(target)}`)
  }
  if (from === target) throw writeRefused(`The source and target field for $rename must differ: ${from}: "${target}"`)
  return { from: partsOf(from), to: { path: target, parts: partsOf(target), creates: true } }
}

function throughList(doc: Doc, parts: string[]): boolean {
  return parts.some((_, i) => i > 0 && Array.isArray(read(doc, parts.slice(0, i))))
}

/** Two operators on one path, or on a path and its beginning, would depend on their order: refused. */
function checkConflicts(paths: string[]): void {
  const seen = new Set<string>()
  for (const path of paths) {
    const clash = [...seen].find(
      (other) => other === path || other.startsWith(`${path}.`) || path.startsWith(`${other}.`),
    )
    if (clash !== undefined) {
      const shorter = clash.length < path.length ? clash : path
      throw writeRefused(`Updating the path '${path}' would create a conflict at '${shorter}'`)
    }
    seen.add(path)
  }
}

type Plan = { steps: Step[]; renames: ReturnType<typeof rename>[] }

function plan(update: Doc): Plan {
  const steps: Step[] = []
  const renames: Plan['renames'] = []
  for (const [operator, fields] of Object.entries(update)) {
    const known = own(OPERATORS, operator)
    if (!known && operator !== '$rename') {
      throw operator.startsWith('$')
        ? notEmulated(`the update operator ${operator}`)
        : writeRefused(`Unknown modifier: ${operator}`)
    }
    if (!isDoc(fields)) {
      throw writeRefused(
        `Modifiers operate on fields but we found type ${typeName(fields)} instead. For example: {$mod: {<field>: ...}} not {${operator}: ${literal(fields)}}`,
      )
    }
    if (Object.keys(fields).length === 0) {
      throw writeRefused(`'${operator}' is empty. You must specify a field like so: {${operator}: {<field>: ...}}`)
    }
    for (const [path, operand] of Object.entries(fields)) {
      if (!known) {
        renames.push(rename(path, operand))
        continue
      }
      if (operator === '$set' || operator === '$min' || operator === '$max') checkStorable(operand)
      steps.push({ path, parts: partsOf(path), creates: known.creates, change: known.change(operand) })
    }
  }
  checkConflicts([...steps.map(({ path }) => path), ...renames.flatMap(({ from, to }) => [from.join('.'), to.path])])
  // MongoDB applies changes in the order of their paths, which decides where new fields land.
  steps.sort((a, b) => (a.path < b.path ? -1 : 1))
  return { steps, renames }
}

/**
 * Compiles an update of operators. `now` (milliseconds) replaces server dates. Errors are thrown when MongoDB would
 * err, at compile time for bad operands and when applied for documents that do not fit.
 */
export function updater(update: Doc, now: number): Updater {
  const { steps, renames } = plan(withServerDates(update, now))
  return (doc) => {
    const next = clone(doc)
    let changed = false
    for (const { from, to } of renames) {
      if (throughList(next, from))
        throw writeRefused(
          `The source field cannot be an array element, '${from.join('.')}' in doc with ${idText(doc).slice(1, -1)} has an array field`,
        )
      if (throughList(next, to.parts))
        throw writeRefused(
          `The destination field cannot be an array element, '${to.path}' in doc with ${idText(doc).slice(1, -1)} has an array field`,
        )
      const moved = read(next, from)
      if (moved === undefined) continue
      write(next, { path: '', parts: from, creates: false, change: () => undefined }, 0, doc)
      write(next, { ...to, change: () => moved }, 0, doc)
      changed = true
    }
    for (const step of steps) changed = write(next, step, 0, doc) || changed
    if (!changed) return doc
    if (!same(next._id, doc._id)) {
      throw writeRefused(`Performing an update on the path '_id' would modify the immutable field '_id'`)
    }
    return next
  }
}

/** A whole new document in place of the old one; the id stays. */
export function replacement(data: Doc, now: number): Updater {
  const operator = Object.keys(data).find((key) => key.startsWith('$') && key !== '$tcb_server_date')
  if (operator) throw writeRefused(`The dollar ($) prefixed field '${operator}' is not valid for storage.`)
  const next = withServerDates(data, now)
  checkStorable(next)
  return (doc) => {
    if (next._id !== undefined && !same(next._id, doc._id)) {
      throw writeRefused(`Performing an update on the path '_id' would modify the immutable field '_id'`)
    }
    const { _id, ...rest } = next
    return { _id: doc._id as Value, ...clone(rest) }
  }
}
