import { createHmac } from 'node:crypto'

const hmacHex = (key: string, text: string): string => createHmac('sha256', key).update(text, 'utf8').digest('hex')

/** What the client's call is signed as; the server's calls are signed as their own path. */
export const CLIENT_CALL = 'requestVirtualPayment'

/**
 * The shop's signature (paySig, pay_sig): `call` is CLIENT_CALL or a path like `/xpay/query_order`, `text` the very text that
 * travels. Lower-case hex. `appKey` must be the one of the environment the text speaks of.
 */
export const paySignature = (appKey: string, call: string, text: string): string => hmacHex(appKey, `${call}&${text}`)

/** The user's signature: `sessionKey` is the base64 text as code2Session gives it, not the bytes it stands for. */
export const userSignature = (sessionKey: string, text: string): string => hmacHex(sessionKey, text)
