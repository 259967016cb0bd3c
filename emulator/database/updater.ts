import { same } from './compare'
import { notEmulated, writeRefused } from './errors'
import { MAX_ARRAY_PADDING } from './limits'
import { type Change, checkStorable, idText, KEEP, literal, UPDATE_OPERATORS } from './updateOperators'
import { clone, type Doc, isDoc, own, typeName, type Value, withServerDates } from './values'

/** Applies an update to a copy of a document. The same object comes back when nothing changed. */
export type Updater = (doc: Doc) => Doc

type Step = { path: string; parts: string[]; creates: boolean; change: Change }

function partsOf(path: string): string[] {
  const parts = path.split('.')
  if (path === '') throw writeRefused('An empty update path is not valid.')
  if (parts.includes(''))
    throw writeRefused(`The update path '${path}' contains an empty field name, which is not allowed.`)
  if (parts.includes('__proto__')) throw notEmulated('a field named __proto__')
  const dollar = parts.find((part) => part.startsWith('$'))
  if (dollar === undefined) return parts
  if (dollar === '$' || dollar.startsWith('$[')) throw notEmulated(`the positional path '${path}'`)
  throw writeRefused(`The dollar ($) prefixed field '${dollar}' in '${path}' is not valid for storage.`)
}

const isIndex = (part: string): boolean => /^(0|[1-9]\d*)$/.test(part)

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
    const known = own(UPDATE_OPERATORS, operator)
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
