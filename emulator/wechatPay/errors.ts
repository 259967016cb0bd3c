/** A refusal in WeChat Pay's shape: HTTP status and `{code, message, detail?}`. Programs go by status and code; texts are plausible, not captured. */
export class PayRefusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly detail?: Record<string, unknown>,
  ) {
    super(message)
    this.name = 'PayRefusal'
  }
}

export const paramError = (message: string, detail?: Record<string, unknown>) =>
  new PayRefusal(400, 'PARAM_ERROR', message, detail)
export const invalidRequest = (message: string) => new PayRefusal(400, 'INVALID_REQUEST', message)
export const unknownOrder = () => new PayRefusal(404, 'ORDER_NOT_EXIST', '订单不存在')

/** What this desk does not do yet is refused by its name, never answered with something made up. */
export const notEmulated = (what: string) =>
  new PayRefusal(501, 'NOT_EMULATED', `this desk does not emulate ${what} of WeChat Pay`)
