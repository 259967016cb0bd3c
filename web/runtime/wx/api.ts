/** What a `wx` call is given, and what it answers beside its `errMsg`. */
export type Facts = Record<string, unknown>

/**
 * The platform said no. `reason` becomes `errMsg: "<api>:fail <reason>"`, as WeChat writes it;
 * `facts` (errno, errCode …) travel beside it.
 */
export class Refusal extends Error {
  constructor(
    readonly reason: string,
    readonly facts: Facts = {},
  ) {
    super(reason)
  }
}

type Listener = (answer: Facts) => void

const listenerIn = (options: Facts, name: 'success' | 'fail' | 'complete'): Listener | null => {
  const listener = options[name]
  // A function is all that can be known about a callback written by a page.
  return typeof listener === 'function' ? (listener as Listener) : null
}

/** The router already refuses in WeChat's own shape; such a failure passes as it is. */
const isAnswer = (error: unknown): error is Facts =>
  typeof error === 'object' && error !== null && !(error instanceof Error) && 'errMsg' in error

function failureOf(name: string, error: unknown): Facts {
  if (isAnswer(error)) return error
  if (error instanceof Refusal)
    return { ...error.facts, errMsg: `${name}:fail${error.reason ? ` ${error.reason}` : ''}` }
  return { errMsg: `${name}:fail ${error instanceof Error ? error.message : String(error)}` }
}

async function answerOf(name: string, run: (options: Facts) => unknown, options: Facts): Promise<Facts> {
  const answer = await run(options)
  const facts = typeof answer === 'object' && answer !== null ? (answer as Facts) : {}
  return { ...facts, errMsg: `${name}:ok` }
}

/**
 * Turns one action into a `wx` function that speaks both of WeChat's styles: with `success`, `fail` or `complete` it calls
 * back and returns nothing; without them it returns a promise, rejected with a plain `{ errMsg }`.
 */
export function api(name: string, run: (options: Facts) => unknown): (options?: Facts) => Promise<Facts> | undefined {
  return (given) => {
    const options = given ?? {}
    const success = listenerIn(options, 'success')
    const fail = listenerIn(options, 'fail')
    const complete = listenerIn(options, 'complete')
    const answer = answerOf(name, run, options)
    if (!success && !fail && !complete) return answer.catch((error) => Promise.reject(failureOf(name, error)))

    const settled = answer.then(
      (facts) => ({ listener: success, facts }),
      (error) => ({ listener: fail, facts: failureOf(name, error) }),
    )
    // An error thrown by a page's own callback surfaces as an unhandled rejection, never as the call's failure.
    void settled.then(({ listener, facts }) => {
      try {
        listener?.(facts)
      } finally {
        complete?.(facts)
      }
    })
    return undefined
  }
}

/** A call that WeChat gives no promise for: a page that brings no callback hears nothing. */
export function callbackApi(name: string, run: (options: Facts) => unknown): (options?: Facts) => void {
  const call = api(name, run)
  return (given) => void call({ complete: () => {}, ...given })
}

const kindOf = (value: unknown): string =>
  value === null
    ? 'Null'
    : Array.isArray(value)
      ? 'Array'
      : `${(typeof value).charAt(0).toUpperCase()}${(typeof value).slice(1)}`

const wrong = (name: string, wanted: string, value: unknown): Refusal =>
  new Refusal(`parameter error: parameter.${name} should be ${wanted} instead of ${kindOf(value)};`)

/** A string the call cannot do without; refused in WeChat's own words when it is missing. */
export function textIn(options: Facts, name: string): string {
  const value = options[name]
  if (typeof value !== 'string') throw wrong(name, 'String', value)
  return value
}

/** A string the call can do without. */
export const optionalText = (options: Facts, name: string, otherwise: string): string =>
  options[name] === undefined || options[name] === null ? otherwise : textIn(options, name)

/** A number the call can do without; units are the caller's. */
export function optionalNumber(options: Facts, name: string, otherwise: number): number {
  const value = options[name]
  if (value === undefined || value === null) return otherwise
  if (typeof value !== 'number' || !Number.isFinite(value)) throw wrong(name, 'Number', value)
  return value
}

/** A switch the call can do without. */
export const optionalFlag = (options: Facts, name: string, otherwise: boolean): boolean =>
  options[name] === undefined || options[name] === null ? otherwise : Boolean(options[name])

/** A list of strings the call cannot do without. */
export function textsIn(options: Facts, name: string): string[] {
  const value = options[name]
  if (!Array.isArray(value)) throw wrong(name, 'Array', value)
  return value.map((item: unknown, index) => {
    if (typeof item !== 'string') throw wrong(`${name}[${index}]`, 'String', item)
    return item
  })
}

/** A record of anything, or an empty one. */
export const recordIn = (options: Facts, name: string): Facts => {
  const value = options[name]
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Facts) : {}
}
