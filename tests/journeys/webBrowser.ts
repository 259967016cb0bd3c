import type { Answer, Input, Output, Verb } from '../../core/contract'
import { type Phone, Refused } from './phone'

type Poll = Extract<Output<'webLogin'>, { action: 'poll' }>['login']
type Start = Extract<Output<'webLogin'>, { action: 'start' }>

/** A browser outside WeChat, as the storefront is one: it knows HTTP access and nothing else. */
export function webBrowser(deskUrl: string, session = '') {
  let held = { session, refresh: '' }
  let started: Start | undefined

  const post = (verb: string, input: unknown, token = held.session) =>
    fetch(`${deskUrl}/http/${verb}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify(input),
    })

  async function call<V extends Verb>(verb: V, input: Input<V>, token = held.session): Promise<Output<V>> {
    const answer = (await (await post(verb, input, token)).json()) as Answer<V> // every function answers so
    if (!answer.ok) throw new Refused(answer.error.code, answer.error.facts)
    return answer.data
  }
  const login = (input: Input<'webLogin'>) => call('webLogin', input, '')

  async function start(): Promise<Start> {
    const answer = await login({ action: 'start', device: { system: 'windows', browser: 'chrome' } })
    if (answer.action !== 'start') throw new Error(`the answer is ${answer.action}`)
    started = answer
    return answer
  }

  async function poll(): Promise<Poll> {
    const { ticket = '', secret = '' } = started ?? {}
    const answer = await login({ action: 'poll', ticket, secret })
    if (answer.action !== 'poll') throw new Error(`the answer is ${answer.action}`)
    if (answer.login.state === 'done') held = { session: answer.login.session.token, refresh: answer.login.refresh }
    return answer.login
  }

  return {
    post,
    call,
    start,
    poll,
    get session() {
      return held.session
    },
    /** The refresh token as a thief would copy it. */
    kept: () => held.refresh,
    /** Shows its code to this phone, which lets it in. */
    async signIn(owner: Phone): Promise<void> {
      const { ticket } = await start()
      await owner.call('approveWebLogin', { action: 'approve', ticket })
      const { state } = await poll()
      if (state !== 'done') throw new Error(`the code is ${state}`)
    },
    async refresh(by = held.refresh): Promise<void> {
      const answer = await login({ action: 'refresh', refresh: by })
      if (answer.action === 'refresh') held = { session: answer.session.token, refresh: answer.refresh }
    },
    leave: () => login({ action: 'leave', refresh: held.refresh }),
  }
}
export type WebBrowser = ReturnType<typeof webBrowser>
