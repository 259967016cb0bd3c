import type { Facts } from './api'

/** QQ and Weibo, as the contract calls them (core/contract/address.ts). */
export const providers = ['qq', 'weibo'] as const
export type Provider = (typeof providers)[number]

/** What a browser keeps while its person is at QQ or Weibo: proof that it went out from here, and the page to come back to. */
export type GoneOut = { provider: Provider; ticket: string; secret: string; hash: string }

/** What came back in the address; `code` is null where the person said no. */
export type BroughtBack = { ticket: string; code: string | null }

const KEY = 'xingtan.web.goneOut'
/** Where somebody who is signed in binds such an account: the page itself knows what it went out for. */
const BINDING_PAGE = 'account/pages/provider/provider'

export const noteGoneOut = (place: Storage, out: GoneOut): void => place.setItem(KEY, JSON.stringify(out))

function goneOut(place: Storage): GoneOut | null {
  try {
    const { provider, ticket, secret, hash } = JSON.parse(place.getItem(KEY) ?? 'null') as Facts // its fields are looked at
    const known = providers.find((one) => one === provider)
    if (!known || typeof ticket !== 'string' || typeof secret !== 'string' || typeof hash !== 'string') return null
    return { provider: known, ticket, secret, hash }
  } catch {
    return null // nothing, or somebody else's text under our key
  }
}

/**
 * What QQ or Weibo wrote into the address, which is cleaned of it, so that it is taken once and not shared. A state of which this browser knows nothing
 * goes to the page where accounts are bound, which looks whether it was its own: nobody is signed in by somebody else's answer.
 */
export function broughtBack(
  place: Storage,
  where: Pick<Location, 'search' | 'pathname'>,
  past: Pick<History, 'replaceState'>,
) {
  const query = new URLSearchParams(where.search)
  const ticket = query.get('state')
  // QQ says `usercancel`, Weibo `error`; without any of them it is somebody else's `state`.
  const isAnswer = ['code', 'usercancel', 'error'].some((name) => query.has(name))
  if (!ticket || !isAnswer) return null
  const back: BroughtBack = { ticket, code: query.get('code') || null }
  const out = goneOut(place)
  if (out?.ticket !== ticket) {
    const binding = new URLSearchParams({ ticket, ...(back.code && { code: back.code }) })
    past.replaceState(null, '', `${where.pathname}#/${BINDING_PAGE}?${binding}`)
    return null
  }
  place.removeItem(KEY)
  past.replaceState(null, '', where.pathname + out.hash)
  return { out, back }
}
