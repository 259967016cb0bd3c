import { type DeskReply, json, type Route } from '../http'
import type { App } from './account'
import { asking, type Wrong } from './asking'
import type { Grants, Person } from './grants'

/** https://open.weibo.com/wiki/授权机制说明: `error`, its number, and words. */
const errors = {
  redirectUri: { error: 'redirect_uri_mismatch', code: 21322, words: '重定向地址不匹配' },
  request: { error: 'invalid_request', code: 21323, words: '请求不合法' },
  client: { error: 'invalid_client', code: 21324, words: 'client_id或client_secret参数无效' },
  grant: { error: 'invalid_grant', code: 21325, words: '提供的Access Grant是无效的、过期的或已撤销的' },
  grantType: { error: 'unsupported_grant_type', code: 21328, words: '不支持的 GrantType' },
  responseType: { error: 'unsupported_response_type', code: 21329, words: '不支持的 ResponseType' },
} as const satisfies Record<string, Wrong & { error: string }>

const DENIED = { error: 'access_denied', error_code: '21330', error_description: 'user denied your request.' }

const people: Person[] = [
  { name: '小梅', subject: '1404376560' },
  { name: '老周', subject: '2656274875' },
]

const refused = ({ error, code, words }: Wrong & { error: string }): DeskReply =>
  json({ error, error_code: code, error_description: words, request: '/oauth2/access_token' }, 400)

/** Weibo's open platform on this desk, as https://open.weibo.com/wiki/授权机制说明 describes it. */
export function weiboDesk(app: App, grants: Grants): Route[] {
  function token(form: URLSearchParams): DeskReply {
    if (form.get('grant_type') !== 'authorization_code') return refused(errors.grantType)
    if (form.get('client_id') !== app.id || form.get('client_secret') !== app.secret) return refused(errors.client)
    if (form.get('redirect_uri') !== app.returnUrl) return refused(errors.redirectUri)
    const exchanged = grants.exchange(form.get('code') ?? '')
    if (typeof exchanged === 'string') return refused(errors.grant)
    const { token, person } = exchanged
    return json({ access_token: token, remind_in: '157679999', expires_in: 157679999, uid: person.subject })
  }

  return [
    ...asking({
      manner: { name: '微博', colour: '#b3261e' },
      path: '/weibo/oauth2/authorize',
      answerPath: '/weibo/desk/answer',
      app,
      people,
      grants,
      wrong: {
        responseType: errors.responseType,
        clientId: errors.client,
        redirectUri: errors.redirectUri,
        // Weibo takes a question without a state; this desk does not.
        state: { code: errors.request.code, words: '这张桌子要求带上state，防止伪造的回调' },
      },
      denied: DENIED,
    }),
    {
      method: 'POST',
      path: '/weibo/oauth2/access_token',
      handle: ({ body }) => token(new URLSearchParams(body.toString('utf8'))),
    },
  ]
}
