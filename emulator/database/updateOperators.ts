import { compare, same } from './compare'
import { notEmulated, writeRefused } from './errors'
import { pullCondition } from './matcher'
import { type SortSpec, sorter, sortSpec } from './sort'
import { type Doc, isDoc, typeName, type Value } from './values'

/** What one operator does to the value at its path: `KEEP` leaves everything as it was, `undefined` removes. */
export type Change = (old: Value | undefined, field: string, doc: Doc) => Value | undefined | typeof KEEP
export const KEEP = Symbol('keep')

/** A document as error texts name it. */
export const idText = (doc: Doc): string => `{_id: ${literal(doc._id)}}`

/** A value as MongoDB's error texts show it. */
export function literal(value: Value | undefined): string {
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

/** Operators by name: how an operand becomes a change, and whether the change may create its path. */
export const UPDATE_OPERATORS: Record<string, { creates: boolean; change(operand: Value): Change }> = {
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
