import { type Reply, replyIn, type Witness } from './proof'

/** No answer that can be believed: not reached, too slow, or not signed by Alipay. Whether the request was carried out is unknown. */
export class NoAnswer extends Error {
  constructor(
    readonly reason: string,
    readonly facts: Record<string, string | number> = {},
    cause?: unknown,
  ) {
    super(`Alipay gave no answer to believe: ${reason}`, { cause })
    this.name = 'NoAnswer'
  }
}

/** A signed request: common parameters in the address, the business in a form, as the library itself would send it. */
export type SignedRequest = { method: string; url: string; form: Record<string, string> }

/**
 * Sends a request and proves the reply over its raw bytes; answers the inner object. Ours and not the library's `exec`: that
 * follows redirects, has no limit for the whole of a request, and can be talked into a forged refusal (see `replyIn`).
 * Throws NoAnswer.
 */
export async function proven(
  { method, url, form }: SignedRequest,
  isSigned: Witness,
  timeoutMs: number,
): Promise<unknown> {
  const { status, bytes } = await exchange(url, {
    method: 'POST',
    headers: {
      accept: 'application/json',
      'content-type': 'application/x-www-form-urlencoded;charset=utf-8',
      'user-agent': 'xingtan',
    },
    body: new URLSearchParams(form).toString(),
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  })
  // Alipay answers every refusal with 200: another status comes from some machine in between.
  if (status !== 200) throw new NoAnswer('STATUS', { status })
  const reply = readReply(new TextDecoder().decode(bytes), method, isSigned)
  if (reply.proven) return reply.body
  throw new NoAnswer('REPLY_SIGNATURE', reply.claimed ? { claimed: reply.claimed } : {})
}

/** The bytes behind an address that Alipay told. Throws NoAnswer. */
export async function fetched(url: string, timeoutMs: number): Promise<Uint8Array> {
  const { status, bytes } = await exchange(url, { redirect: 'error', signal: AbortSignal.timeout(timeoutMs) })
  if (status !== 200) throw new NoAnswer('STATUS', { status })
  return bytes
}

function readReply(text: string, method: string, isSigned: Witness): Reply {
  try {
    return replyIn(text, method, isSigned)
  } catch (error) {
    throw new NoAnswer('REPLY_SHAPE', {}, error)
  }
}

async function exchange(
  url: string,
  request: RequestInit & { signal: AbortSignal },
): Promise<{ status: number; bytes: Uint8Array }> {
  try {
    const response = await fetch(url, request)
    return { status: response.status, bytes: new Uint8Array(await response.arrayBuffer()) }
  } catch (error) {
    throw new NoAnswer(request.signal.aborted ? 'TIMEOUT' : 'NETWORK', {}, error)
  }
}
