/**
 * A refusal of the server's API: HTTP 200 with `{errcode, errmsg}`. Programs go by the number, except for one (BAD_PARAMETER),
 * whose words tell a missing order from a wrong field.
 */
export class XpayRefusal extends Error {
  constructor(
    readonly errcode: number,
    errmsg: string,
    readonly status = 200,
  ) {
    super(errmsg)
    this.name = 'XpayRefusal'
  }
}

/** 268490002: any field that is wrong, missing or not known. */
export const badParameter = (errmsg: string) => new XpayRefusal(268490002, errmsg)
/** The words were met live, with the number of a bad parameter. */
export const noSuchOrder = () => badParameter('数据不存在')
export const badSignature = () => new XpayRefusal(268490003, '签名错误')
export const doneBefore = () => new XpayRefusal(268490004, '重复操作')
export const takenBack = () => new XpayRefusal(268490005, '订单已经通过cancel_currency_pay接口退款，不支持再退款')
export const tooFewCoins = () => new XpayRefusal(268490006, '代币的退款/支付操作金额不足')
export const sessionOver = () => new XpayRefusal(268490009, '用户session_key不存在或已过期，请重新登录')
export const taskRunning = () => new XpayRefusal(268490012, '批量任务运行中，请等待完成后才能再次运行')
export const refundRunning = () => new XpayRefusal(268490014, '退款操作进行中，稍后可以使用相同参数重试')
export const leftFeeChanged = () =>
  new XpayRefusal(268490016, '退款的left_fee字段与实际不符，请通过query_order接口查询确认')

/** What this desk does not do yet is refused by its name, never answered with something made up. */
export const notEmulated = (what: string) =>
  new XpayRefusal(-1, `this desk does not emulate ${what} of WeChat's virtual payment`, 501)

/** Why a client cannot pay: `errCode` as `wx.requestVirtualPayment` tells it, and words for the payer. */
export class Unpayable extends Error {
  constructor(
    readonly errCode: number,
    words: string,
    readonly status = 400,
  ) {
    super(words)
    this.name = 'Unpayable'
  }
}

/** The client's numbers (wx.requestVirtualPayment, table of errors). */
export const client = {
  badParameter: -15001,
  numberUsed: -15002,
  currency: -15004,
  signature: -15005,
  paySig: -15006,
  sessionOver: -15007,
  notPublished: -15010,
  env: -15011,
  price: -15013,
  notYet: -15014,
  signData: -15016,
  itemRefused: -15018,
} as const
