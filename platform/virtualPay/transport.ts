/** How long one request may take, how often it is sent at most, and how long to wait before the first repetition. */
export type Patience = { timeoutMs: number; tries: number; pauseMs: number }

export const PATIENCE: Patience = { timeoutMs: 4_000, tries: 3, pauseMs: 150 }

/** No answer of WeChat's: not reached, too slow, or not JSON. Whether the request was carried out is unknown. */
export class NoAnswer extends Error {
  constructor(
    readonly reason: string,
    readonly status?: number,
    cause?: unknown,
  ) {
    super(`WeChat gave no answer: ${reason}`, { cause })
    this.name = 'NoAnswer'
  }
}

/** Sends one request and answers the JSON object of a 200; throws NoAnswer. The body is sent byte for byte: it may be signed. */
export async function exchange(url: string, body: string | undefined, timeoutMs: number): Promise<object> {
  const signal = AbortSignal.timeout(timeoutMs)
  const { status, text } = await answerTo(url, body, signal)
  if (status !== 200) throw new NoAnswer('STATUS', status)
  const json = jsonOf(text)
  if (typeof json !== 'object' || json === null) throw new NoAnswer('REPLY_SHAPE')
  return json
}

/** The bytes behind an address that WeChat told. Throws NoAnswer. */
export async function fileAt(url: string, timeoutMs: number): Promise<Uint8Array> {
  const signal = AbortSignal.timeout(timeoutMs)
  try {
    const response = await fetch(url, { headers: { 'accept-language': 'zh-CN' }, redirect: 'error', signal })
    if (response.status !== 200) throw new NoAnswer('STATUS', response.status)
    return new Uint8Array(await response.arrayBuffer())
  } catch (error) {
    if (error instanceof NoAnswer) throw error
    throw new NoAnswer(signal.aborted ? 'TIMEOUT' : 'NETWORK', undefined, error)
  }
}

async function answerTo(url: string, body: string | undefined, signal: AbortSignal) {
  try {
    const response = await fetch(url, {
      method: body === undefined ? 'GET' : 'POST',
      // Node's fetch would send `Accept-Language: *`, which a service of WeChat's is known to refuse.
      headers: { accept: 'application/json', 'accept-language': 'zh-CN', 'content-type': 'application/json' },
      body,
      redirect: 'error',
      signal,
    })
    return { status: response.status, text: await response.text() }
  } catch (error) {
    throw new NoAnswer(signal.aborted ? 'TIMEOUT' : 'NETWORK', undefined, error)
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
