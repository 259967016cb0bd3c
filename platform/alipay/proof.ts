import { createPublicKey, createVerify } from 'node:crypto'

/** Tells whether Alipay signed a text (RSA2: SHA-256 with RSA, base64). */
export type Witness = (text: string, signature: string) => boolean

export function witnessOf(publicKey: string): Witness {
  const key = createPublicKey(publicKey)
  return (text, signature) =>
    // Node's base64 is lenient, and what is no base64 is no signature.
    /^[0-9A-Za-z+/]+={0,2}$/.test(signature) &&
    createVerify('RSA-SHA256').update(text, 'utf8').verify(key, signature, 'base64')
}

const TOKENS = /"(?:[^"\\]|\\.)*"|[{}[\]:,]|[^\s"{}[\]:,]+/g

/** The members of a JSON object as the raw texts of their values; null when it is no object or names one twice. */
function membersOf(text: string): Map<string, string> | null {
  const members = new Map<string, string>()
  let depth = 0
  let key: string | undefined
  let from = 0
  for (const { 0: token, index } of text.matchAll(TOKENS)) {
    if (depth === 1 && key === undefined && token.startsWith('"')) {
      key = String(JSON.parse(token))
    } else if (depth === 1 && token === ':') {
      from = index + 1
    } else if (depth === 1 && key !== undefined && (token === ',' || token === '}')) {
      if (members.has(key)) return null
      members.set(key, text.slice(from, index).trim())
      key = undefined
    }
    if (token === '{' || token === '[') depth += 1
    if (token === '}' || token === ']') depth -= 1
  }
  return text.trimStart().startsWith('{') ? members : null
}

/** What a reply says, and whether Alipay said it: `claimed` is what an unproven one says of itself, for the log only. */
export type Reply = { proven: true; body: unknown } | { proven: false; claimed: string }

const codeIn = (node: unknown): string => {
  const said = typeof node === 'object' && node !== null && 'sub_code' in node ? String(node.sub_code) : ''
  return /^[0-9A-Za-z._-]{1,64}$/.test(said) ? said : ''
}

/**
 * Reads the reply of `alipay.trade.query` and its like: `{"alipay_trade_query_response":{…},"sign":"…"}`, signed over the
 * very bytes of the inner object. Only the object of that name is believed, and only its own bytes are verified.
 *
 * Not the library's `checkResponseSign`: when the object is absent it looks for signed bytes anywhere behind it, so that any
 * older reply, put beside a forged `error_response`, makes the forgery pass. Refusals that Alipay itself sends unsigned (a
 * wrong app id) prove nothing either, and are no answer.
 */
export function replyIn(text: string, method: string, isSigned: Witness): Reply {
  const parsed: unknown = JSON.parse(text)
  const members = membersOf(text)
  const node = members?.get(`${method.replaceAll('.', '_')}_response`)
  const sign = members?.get('sign')
  const signature: unknown = sign === undefined ? undefined : JSON.parse(sign)
  if (node !== undefined && typeof signature === 'string' && isSigned(node, signature))
    return { proven: true, body: JSON.parse(node) }
  const claims = typeof parsed === 'object' && parsed !== null ? Object.values(parsed) : []
  return { proven: false, claimed: claims.map(codeIn).find((code) => code !== '') ?? '' }
}
