/** Where the chosen WeChat user's session is kept. A browser test may put one here before the shop opens. */
export const SESSION_KEY = 'xingtan.session'
/** Whose session it is: the openid, so that each user has a storage of their own. */
export const OPENID_KEY = 'xingtan.openid'

/** One WeChat user of this desk, as `GET /wechat/accounts` lists them. */
export type Account = { openid: string; nickname: string; avatar?: string; colour?: string }

/** Asks a person which WeChat user they are; answers with their choice. */
export type Picker = (accounts: Account[]) => Promise<Account>

export type Identity = {
  /** The session in force, chosen by the person when there is none. */
  session(): Promise<string>
  /** Forgets the session and asks again; `refused` is the session the desk said no to. */
  renew(refused?: string): Promise<string>
  /** The openid whose things are kept, or `guest` when only a session is known. */
  owner(): string
}

const accountOf = (value: unknown): Account => {
  const account = value as Partial<Account> | null // a reply of the desk: checked field by field below
  if (typeof account?.openid !== 'string' || typeof account.nickname !== 'string') {
    throw new Error('the desk listed a WeChat account without openid or nickname')
  }
  return {
    openid: account.openid,
    nickname: account.nickname,
    ...(typeof account.avatar === 'string' ? { avatar: account.avatar } : {}),
    ...(typeof account.colour === 'string' ? { colour: account.colour } : {}),
  }
}

async function replyOf(response: Response, what: string): Promise<unknown> {
  if (!response.ok) throw new Error(`${what} answered ${response.status}`)
  return response.json()
}

/** The person in front of the browser, as WeChat knows them. `base` is the desk's origin, '' for the page's own. */
export function identityOf(place: Storage, base: string, pick: Picker): Identity {
  let asking: Promise<string> | null = null

  async function ask(): Promise<string> {
    const listed = await replyOf(await fetch(`${base}/wechat/accounts`), 'the list of WeChat accounts')
    const rows = Array.isArray(listed) ? listed : (listed as { accounts?: unknown }).accounts
    const account = await pick((Array.isArray(rows) ? rows : []).map(accountOf))
    const opened = await fetch(`${base}/wechat/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ openid: account.openid }),
    })
    const { session } = (await replyOf(opened, 'the WeChat session')) as { session?: unknown }
    if (typeof session !== 'string') throw new Error('the desk opened a session without a name')
    place.setItem(SESSION_KEY, session)
    place.setItem(OPENID_KEY, account.openid)
    return session
  }
  /** Many calls may need a session at once; the person is asked once. */
  const askOnce = (): Promise<string> => {
    asking ??= ask().finally(() => {
      asking = null
    })
    return asking
  }

  return {
    session: async () => place.getItem(SESSION_KEY) ?? askOnce(),
    async renew(refused) {
      const held = place.getItem(SESSION_KEY)
      if (refused !== undefined && held !== null && held !== refused) return held // another call has renewed it already
      place.removeItem(SESSION_KEY)
      return askOnce()
    },
    owner: () => place.getItem(OPENID_KEY) ?? 'guest',
  }
}
