/** Why an invocation brought no result, in the cloud's code, and its text. */
export type Failure = { code: FailureCode; message: string }

/** https://docs.cloudbase.net/error-code/ names these; the WeChat client shows each as the number beside it. */
export const FAILURE_NUMBERS = {
  FUNCTIONS_REQUEST_FAIL: -504001,
  FUNCTIONS_EXECUTE_FAIL: -504002,
  FUNCTIONS_TIME_LIMIT_EXCEEDED: -504003,
  FUNCTIONS_MEMORY_LIMIT_EXCEEDED: -504004,
  FUNCTION_NOT_FOUND: -501000,
} as const
export type FailureCode = keyof typeof FAILURE_NUMBERS

/** What a process tells of an error that left `main`. */
export type Thrown = { name: string; message: string; stack: string }

/** SCF status 430. The payload's form is the one seen in public threads. */
export const userException = ({ name, message, stack }: Thrown): Failure => ({
  code: 'FUNCTIONS_EXECUTE_FAIL',
  message: JSON.stringify({
    errorCode: 1,
    errorMessage: 'user code exception caught',
    stackTrace: stack || `${name}: ${message}`,
  }),
})

/** SCF status 433. */
export const timedOut = (seconds: number): Failure => ({
  code: 'FUNCTIONS_TIME_LIMIT_EXCEEDED',
  message: `Invoking task timed out after ${seconds} seconds`,
})

/** SCF status 434. */
export const outOfMemory = (limitMb: number): Failure => ({
  code: 'FUNCTIONS_MEMORY_LIMIT_EXCEEDED',
  message: `Memory limit of ${limitMb} MB exceeded`,
})

/** SCF status 439: the process ended while it ran. */
export const crashed = (exit: string): Failure => ({
  code: 'FUNCTIONS_EXECUTE_FAIL',
  message: JSON.stringify({ errorCode: -1, errorMessage: `user code exited unexpectedly: ${exit}`, stackTrace: '' }),
})

/** SCF status 406. */
export const eventTooLarge = (): Failure => ({
  code: 'FUNCTIONS_REQUEST_FAIL',
  message: 'RequestTooLarge: the event exceeds the upper limit (6MB)',
})

/** SCF status 407. */
export const resultTooLarge = (): Failure => ({
  code: 'FUNCTIONS_EXECUTE_FAIL',
  message: 'The size of response exceeds the upper limit (6MB)',
})

export const notFound = (name: string): Failure => ({
  code: 'FUNCTION_NOT_FOUND',
  message: `FunctionName parameter could not be found. Function [${name}] is not on this desk`,
})
