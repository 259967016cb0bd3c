const MESSAGES: Record<string, string> = {
  '20000': 'Service Currently Unavailable',
  '40001': 'Missing Required Arguments',
  '40002': 'Invalid Arguments',
  '40004': 'Business Failed',
  '40005': 'Call Limited',
}

/**
 * A refusal in Alipay's shape, HTTP 200 and `{code, msg, sub_code, sub_msg}`; opendocs.alipay.com/common/02km9f. Programs go
 * by `code` and `sub_code`; texts are those of the tables where they were found, and plausible elsewhere.
 */
export class AlipayRefusal extends Error {
  constructor(
    readonly code: string,
    readonly subCode: string,
    readonly subMsg: string,
    /** False for a refusal that Alipay itself sends without a signature: it does not know yet who asks. */
    readonly signed = true,
  ) {
    super(`${subCode}: ${subMsg}`)
    this.name = 'AlipayRefusal'
  }

  get body(): Record<string, string> {
    return { code: this.code, msg: MESSAGES[this.code] ?? '', sub_code: this.subCode, sub_msg: this.subMsg }
  }
}

export const missing = (subCode: string, subMsg: string) => new AlipayRefusal('40001', subCode, subMsg)
export const invalid = (subCode: string, subMsg: string) => new AlipayRefusal('40002', subCode, subMsg)
export const failed = (subCode: string, subMsg: string) => new AlipayRefusal('40004', `ACQ.${subCode}`, subMsg)
export const unknownTrade = () => failed('TRADE_NOT_EXIST', '交易不存在')

/** What this desk does not do is refused by its name, never answered with something made up. */
export const notEmulated = (what: string) =>
  invalid('isv.invalid-method', `this desk does not emulate ${what} of Alipay`)
