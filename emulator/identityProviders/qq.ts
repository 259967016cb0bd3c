import { createHash } from 'node:crypto'
import { type DeskReply, json, type Route } from '../http'
import type { App } from './account'
import { asking, type Wrong } from './asking'
import type { Grants, Person } from './grants'

/** https://wiki.connect.qq.com/公共返回码说明 */
const errors = {
  responseType: { code: 100000, words: '缺少参数response_type或response_type非法' },
  clientId: { code: 100008, words: '该appid不存在' },
  secret: { code: 100009, words: 'client_secret(即appkey)非法' },
  redirectUri: { code: 100010, words: '回调地址不合法' },
  grantType: { code: 100004, words: '缺少参数grant_type或grant_type非法' },
  code: { code: 100019, words: 'code to access token error' },
  codeReused: { code: 100020, words: 'code is reused error' },
  token: { code: 100016, words: 'access token check failed' },
  /** QQ takes a question without one; whoever sends one is open to forged answers, so this desk does not. */
  state: { code: 100001, words: '这张桌子要求带上state，防止伪造的回调' },
} as const satisfies Record<string, Wrong>

const refused = ({ code, words }: Wrong): DeskReply => json({ error: code, error_description: words })

/** Everybody's name at QQ, where one app knows them by an openid and all of a developer's by a unionid. */
const people: Person[] = [
  { name: '小梅', subject: 'UID_0A5D2F7C1B9E4863' },
  { name: '老周', subject: 'UID_7B31E08F4C6A92D5' },
]
const openidOf = ({ subject }: Person, app: App): string =>
  createHash('sha256').update(`${app.id}:${subject}`).digest('hex').toUpperCase().slice(0, 32)

/** QQ Connect on this desk, as https://wiki.connect.qq.com describes it, for `fmt=json`. */
export function qqDesk(app: App, grants: Grants): Route[] {
  function token(query: URLSearchParams): DeskReply {
    if (query.get('fmt') !== 'json') return json({ message: 'only fmt=json is emulated on this desk' }, 400)
    if (query.get('grant_type') !== 'authorization_code') return refused(errors.grantType)
    if (query.get('client_id') !== app.id) return refused(errors.clientId)
    if (query.get('client_secret') !== app.secret) return refused(errors.secret)
    if (query.get('redirect_uri') !== app.returnUrl) return refused(errors.redirectUri)
    const exchanged = grants.exchange(query.get('code') ?? '')
    if (exchanged === 'used') return refused(errors.codeReused)
    if (exchanged === 'over') return refused(errors.code)
    // Numbers are texts there.
    return json({ access_token: exchanged.token, expires_in: '7776000', refresh_token: exchanged.token })
  }

  function me(query: URLSearchParams): DeskReply {
    if (query.get('fmt') !== 'json') return json({ message: 'only fmt=json is emulated on this desk' }, 400)
    const person = grants.owner(query.get('access_token') ?? '')
    if (!person) return refused(errors.token)
    const openid = openidOf(person, app)
    return json({
      client_id: app.id,
      openid,
      ...(query.get('unionid') === '1' && { unionid: person.subject }),
    })
  }

  return [
    ...asking({
      manner: { name: 'QQ', colour: '#0b6bcb' },
      path: '/qq/oauth2.0/authorize',
      answerPath: '/qq/desk/answer',
      app,
      people,
      grants,
      wrong: errors,
      denied: { usercancel: '1' },
    }),
    { method: 'GET', path: '/qq/oauth2.0/token', handle: ({ url }) => token(url.searchParams) },
    { method: 'GET', path: '/qq/oauth2.0/me', handle: ({ url }) => me(url.searchParams) },
  ]
}
