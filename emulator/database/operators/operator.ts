import { badQuery } from '../errors'
import { typeName, type Value } from '../values'

/** Gives the value of an operand's expression in the document at hand; `undefined` when it is missing. */
export type Evaluate = (expression: Value | undefined) => Value | undefined

/** One operator of aggregation expressions: its operand as written, and the way to evaluate parts of it. */
export type Operator = (operand: Value, evaluate: Evaluate) => Value | undefined

/** Operators by name, `$` included. */
export type Operators = Record<`$${string}`, Operator>

/** Null, or not there. */
export const isMissing = (value: Value | undefined): value is null | undefined => value === null || value === undefined

/** Operands as a list: `{ $op: x }` means the same as `{ $op: [x] }`. */
export const listed = (operand: Value): Value[] => (Array.isArray(operand) ? operand : [operand])

/** Operands as a list of exactly that length, or MongoDB's refusal. */
export function exactly(name: string, operand: Value, count: number): Value[] {
  const operands = listed(operand)
  if (operands.length !== count) {
    throw badQuery(`Expression ${name} takes exactly ${count} arguments. ${operands.length} were passed in.`)
  }
  return operands
}

/** A number, or MongoDB's refusal. */
export function number(name: string, value: Value | undefined): number {
  if (typeof value !== 'number') throw badQuery(`${name} only supports numeric types, not ${typeName(value)}`)
  return value
}
