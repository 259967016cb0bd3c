import { type Desk, type DeskOptions, openDesk } from '../desk'
import { MODULES } from './functions'

export const COLLECTIONS = { visits: { indexes: [] } }

/** A desk over these folders, with what every test of the emulator needs. */
export const openTestDesk = (
  options: Pick<DeskOptions, 'dataDir' | 'functionsDir'> & Partial<DeskOptions>,
): Promise<Desk> =>
  openDesk({
    port: 0,
    // The test's functions lie outside the repository and still find its packages.
    settings: () => ({ NODE_PATH: MODULES, SHOP_NAME: '杏坛' }),
    collections: COLLECTIONS,
    ...options,
  })

/** A browser of one WeChat account, as far as a test needs one. */
export type Visitor = {
  openid: string
  session: string
  post(path: string, body: unknown): Promise<{ status: number; body: unknown }>
  /** `wx.cloud.callFunction`: the whole reply of the desk. */
  call(name: string, data?: Record<string, unknown>): Promise<Record<string, unknown>>
}

/** Signs the account in at the desk's WeChat. */
export async function visit(desk: Pick<Desk, 'url'>, openid: string): Promise<Visitor> {
  const send = async (path: string, body: unknown, session?: string) => {
    const response = await fetch(desk.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(session ? { 'x-wechat-session': session } : {}) },
      body: JSON.stringify(body),
    })
    return { status: response.status, body: (await response.json()) as Record<string, unknown> } // the desk answers objects
  }
  const session = String((await send('/wechat/session', { openid })).body.session)
  return {
    openid,
    session,
    post: (path, body) => send(path, body, session),
    call: async (name, data = {}) => (await send(`/cloud/${name}`, { data }, session)).body,
  }
}
