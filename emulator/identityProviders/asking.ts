import type { DeskReply, DeskRequest, Route } from '../http'
import type { App } from './account'
import type { Grants, Person } from './grants'
import { askPage, type Manner, refusalPage } from './page'

/** What is wrong with a question, in the provider's own numbers. */
export type Wrong = { code: number; words: string }

type Asking = {
  manner: Manner
  /** Where the question is asked, and where its page is answered. */
  path: string
  answerPath: string
  app: App
  people: Person[]
  grants: Grants
  /** The provider's own numbers for what may be wrong with a question. */
  wrong: Record<'responseType' | 'clientId' | 'redirectUri' | 'state', Wrong>
  /** What the address back carries when the person said no. */
  denied: Record<string, string>
}

const leadTo = (location: string): DeskReply => ({ status: 303, headers: { location, 'cache-control': 'no-store' } })

/** The page on which a provider asks its person, the same for each: strict about the question, and one answer each. */
export function asking({ manner, path, answerPath, app, people, grants, wrong, denied }: Asking): Route[] {
  function faultIn(asked: URLSearchParams): Wrong | null {
    if (asked.get('response_type') !== 'code') return wrong.responseType
    if (asked.get('client_id') !== app.id) return wrong.clientId
    if (asked.get('redirect_uri') !== app.returnUrl) return wrong.redirectUri
    return asked.get('state') ? null : wrong.state
  }

  function question({ url }: DeskRequest): DeskReply {
    const fault = faultIn(url.searchParams)
    if (fault) return refusalPage(manner, fault.code, fault.words)
    return askPage(manner, { people, query: url.search.slice(1), action: answerPath })
  }

  function answer({ body }: DeskRequest): DeskReply {
    const form = new URLSearchParams(body.toString('utf8'))
    const asked = new URLSearchParams(form.get('query') ?? '')
    const fault = faultIn(asked)
    if (fault) return refusalPage(manner, fault.code, fault.words)
    const person = people.find(({ subject }) => subject === form.get('subject'))
    const back = new URL(app.returnUrl)
    for (const [name, value] of Object.entries(person ? { code: grants.code(person) } : denied))
      back.searchParams.set(name, value)
    back.searchParams.set('state', asked.get('state') ?? '')
    return leadTo(back.href)
  }

  return [
    { method: 'GET', path, handle: question },
    { method: 'POST', path: answerPath, handle: answer },
  ]
}
