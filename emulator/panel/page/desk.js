// @ts-check

/** The desk said no, in its own code and words. `status` 0: it did not answer at all. */
export class Refusal extends Error {
  /** @param {number} status @param {string} code @param {string} message */
  constructor(status, code, message) {
    super(message)
    this.status = status
    this.code = code
  }
}

/**
 * @param {string} path
 * @param {RequestInit} [how]
 * @returns {Promise<any>} JSON from outside; the functions below say its shape.
 */
async function ask(path, how) {
  const reply = await fetch(path, how).catch((error) => {
    throw new Refusal(0, 'NO_ANSWER', String(error))
  })
  const body = await reply.json().catch(() => {
    throw new Refusal(reply.status, 'NO_JSON', `${path} answered ${reply.status} without JSON`)
  })
  if (!reply.ok) throw new Refusal(reply.status, String(body.code), String(body.message))
  return body
}

/** @param {string} path @param {unknown} body @returns {Promise<any>} */
const tell = (path, body) =>
  ask(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })

/** @param {string} name */
const part = (name) => encodeURIComponent(name)

/** Everything the panel asks of the desk and tells it. */
export const desk = {
  /** @returns {Promise<import('../answers').Overview>} */
  overview: () => ask('/desk/overview'),

  /** @returns {Promise<import('../answers').Clock>} */
  clock: () => ask('/desk/clock'),
  /** @param {number} advanceMs @returns {Promise<import('../answers').Clock>} */
  advance: (advanceMs) => tell('/desk/clock', { advanceMs }),

  /** @returns {Promise<import('../answers').Timer[]>} */
  timers: async () => (await ask('/desk/timers')).timers,
  /** @param {import('../answers').Timer} timer */
  fire: (timer) => tell('/desk/timers', { function: timer.function, name: timer.name }),

  /**
   * @param {{ function: string | null, limit: number }} which
   * @returns {Promise<{ total: number, functions: string[], invocations: import('../answers').BriefInvocation[] }>}
   */
  invocations: ({ function: name, limit }) =>
    ask(`/desk/invocations?brief&limit=${limit}${name === null ? '' : `&function=${part(name)}`}`),
  /** @param {string} requestId @returns {Promise<import('../answers').WholeInvocation>} */
  invocation: (requestId) => ask(`/desk/invocations/${part(requestId)}`),

  /** @returns {Promise<import('../answers').Collection[]>} */
  collections: async () => (await ask('/desk/database')).collections,
  /**
   * @param {string} collection @param {{ offset: number, limit: number }} page
   * @returns {Promise<import('../answers').Documents>}
   */
  documents: (collection, { offset, limit }) =>
    ask(`/desk/database/${part(collection)}?offset=${offset}&limit=${limit}`),
  /** @param {string} collection @param {string} id @returns {Promise<import('../answers').Documents>} */
  document: (collection, id) => ask(`/desk/database/${part(collection)}?id=${part(id)}`),

  /** @returns {Promise<import('../answers').StoredFile[]>} */
  files: async () => (await ask('/desk/files')).files,

  /** @returns {Promise<import('../answers').Payment[]>} */
  payments: () => ask('/desk/payments'),
  /** @returns {Promise<import('../answers').Transfers>} */
  transfers: () => ask('/desk/transfers'),
  /** @param {string} outBillNo */
  takeTransfer: (outBillNo) => tell('/wechatPay/desk/transfer', { outBillNo }),
  /** @returns {Promise<import('../answers').PayFaults>} */
  payFaults: () => ask('/wechatPay/desk/faults'),
  /** @returns {Promise<import('../answers').PayCall[]>} */
  payCalls: () => ask('/wechatPay/desk/calls'),
  clearPayFaults: () => ask('/wechatPay/desk/faults', { method: 'DELETE' }),
  /** @param {'noticeFault' | 'callFault' | 'refundOutcome' | 'transferOutcome'} queue @param {object} fault */
  orderPayFault: (queue, fault) => tell(`/wechatPay/desk/${queue}`, fault),
  /** @param {string} outTradeNo @param {boolean} late */
  pay: (outTradeNo, late) => tell('/wechatPay/desk/pay', { outTradeNo, late }),
  /**
   * @param {{ outTradeNo: string, outRefundNo?: string, times: number }} which
   * @returns {Promise<Record<string, number>>} how often each answer came back
   */
  notifyAgain: async (which) => (await tell('/wechatPay/desk/notify', which)).answers,

  /** @returns {Promise<import('../answers').Message[]>} */
  messages: async () => (await ask('/desk/messages')).messages,
  /** @returns {Promise<import('../answers').CourierLetter[]>} */
  letters: async () => (await ask('/desk/letters')).letters,
  /** @returns {Promise<import('../answers').OpenApiCall[]>} */
  openApiCalls: async () => (await ask('/desk/openapi')).calls,
  /** The nickname of every openid. @returns {Promise<Map<string, string>>} */
  async nicknames() {
    /** @type {import('../answers').Account[]} */
    const accounts = (await ask('/wechat/accounts')).accounts
    return new Map(accounts.map(({ openid, nickname }) => [openid, nickname]))
  },

  /** @returns {Promise<import('../answers').Fault[]>} */
  faults: async () => (await ask('/desk/faults')).faults,
  /** @param {object} fault */
  orderFault: (fault) => tell('/desk/faults', fault),
  clearFaults: () => ask('/desk/faults', { method: 'DELETE' }),
}
