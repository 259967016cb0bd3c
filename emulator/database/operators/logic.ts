import { compare } from '../compare'
import { badQuery } from '../errors'
import { isDoc, type Value } from '../values'
import { type Evaluate, exactly, isMissing, listed, type Operator, type Operators } from './operator'

/** MongoDB's order with one difference of expressions: a missing value stands below null. */
export function order(a: Value | undefined, b: Value | undefined): number {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined)
  return compare(a, b)
}

const comparison =
  (name: string, holds: (order: number) => Value): Operator =>
  (operand, evaluate) => {
    const [a, b] = exactly(name, operand, 2).map(evaluate)
    return holds(order(a, b))
  }

/** What counts as true in an expression: everything but false, null, missing and zero. */
const isTrue = (value: Value | undefined): boolean => !isMissing(value) && value !== false && value !== 0

function cond(operand: Value, evaluate: Evaluate): Value | undefined {
  if (isDoc(operand)) {
    const stray = Object.keys(operand).find((key) => !['if', 'then', 'else'].includes(key))
    if (stray !== undefined) throw badQuery(`Unrecognized parameter to $cond: ${stray}`)
    for (const part of ['if', 'then', 'else'])
      if (!(part in operand)) throw badQuery(`Missing '${part}' parameter to $cond`)
    return evaluate(isTrue(evaluate(operand.if)) ? operand.then : operand.else)
  }
  const [test, yes, no] = exactly('$cond', operand, 3)
  return evaluate(isTrue(evaluate(test)) ? yes : no)
}

function ifNull(operand: Value, evaluate: Evaluate): Value | undefined {
  const operands = listed(operand)
  if (operands.length < 2) throw badQuery(`$ifNull needs at least two arguments, had: ${operands.length}`)
  for (const one of operands.slice(0, -1)) {
    const value = evaluate(one)
    if (!isMissing(value)) return value
  }
  return evaluate(operands.at(-1))
}

function choose(operand: Value, evaluate: Evaluate): Value | undefined {
  if (!isDoc(operand) || !Array.isArray(operand.branches)) throw badQuery('$switch requires at least one branch.')
  for (const branch of operand.branches) {
    if (!isDoc(branch)) throw badQuery('$switch expected each branch to be an object')
    if (isTrue(evaluate(branch.case))) return evaluate(branch.then)
  }
  if (!('default' in operand))
    throw badQuery('$switch could not find a matching branch for an input, and no default was specified.')
  return evaluate(operand.default)
}

/** Comparison and choice, and values that are not expressions. */
export const logic: Operators = {
  $eq: comparison('$eq', (order) => order === 0),
  $ne: comparison('$ne', (order) => order !== 0),
  $gt: comparison('$gt', (order) => order > 0),
  $gte: comparison('$gte', (order) => order >= 0),
  $lt: comparison('$lt', (order) => order < 0),
  $lte: comparison('$lte', (order) => order <= 0),
  $cmp: comparison('$cmp', (order) => Math.sign(order)),
  $and: (operand, evaluate) => listed(operand).every((one) => isTrue(evaluate(one))),
  $or: (operand, evaluate) => listed(operand).some((one) => isTrue(evaluate(one))),
  $not: (operand, evaluate) => !isTrue(evaluate(exactly('$not', operand, 1)[0])),
  $cond: cond,
  $ifNull: ifNull,
  $switch: choose,
  $literal: (operand) => operand,
}
