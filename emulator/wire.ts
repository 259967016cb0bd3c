import type { DeskReply } from './http'

/**
 * One call of a server SDK to `POST /admin`: the JSON body, or the fields of the multipart form that `cloud.openapi` sends.
 * `body.action` names what is wanted; `body.wxCloudApiToken` tells which invocation of which function asks.
 */
export type AdminCall = { action: string; body: Record<string, unknown>; parts?: Record<string, Buffer> }

/** What an action answers: the envelope without its requestId (`{ data }`, `{ transactionId }`), or a whole reply of its own. */
export type AdminAnswer = Record<string, unknown> | { reply: DeskReply }

export type Action = (call: AdminCall) => Promise<AdminAnswer> | AdminAnswer
export type Actions = Record<string, Action>

/** A refusal in CloudBase's own words: travels as HTTP 200 `{ code, message, requestId }`. */
export class CloudError extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message)
    this.name = 'CloudError'
  }
}
