/**
 * What the database keeps of a value, and what it gives: its own copy. Documents are records, lists and plain values; of whatever else
 * `structuredClone` makes a copy, or refuses to.
 */
export function copyOf<T>(value: T): T {
  if (typeof value !== 'object' || value === null)
    return typeof value === 'function' || typeof value === 'symbol' ? structuredClone(value) : value
  // The shape is the value's own, member by member.
  if (Array.isArray(value)) return value.map((member) => copyOf(member)) as T
  if (Object.getPrototypeOf(value) !== Object.prototype) return structuredClone(value)
  const copy = { ...value }
  for (const key of Object.keys(copy)) {
    const member: unknown = Reflect.get(copy, key)
    if (typeof member === 'object' && member !== null) Reflect.set(copy, key, copyOf(member))
    else if (typeof member === 'function' || typeof member === 'symbol') structuredClone(member)
  }
  return copy
}
