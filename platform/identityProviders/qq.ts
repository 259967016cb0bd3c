import * as z from 'zod'
import { AppError } from '../../core/contract/errors'
import type { IdentityProvider } from '../../core/ports'
import { ask, unavailable } from './ask'
import type { Qq } from './settings'

// https://wiki.connect.qq.com/使用authorization_code获取access_token and …/unionid介绍: with `fmt=json` both answer JSON.
const Failed = z.object({ error: z.int().refine((code) => code !== 0), error_description: z.string().optional() })
const Token = z.union([Failed, z.object({ access_token: z.string().min(1) })])
const Me = z.union([Failed, z.object({ client_id: z.string(), openid: z.string(), unionid: z.string().min(1) })])

/** https://wiki.connect.qq.com/公共返回码说明: the code could not be exchanged; it was used before. */
const CODE_OVER = [100019, 100020]

/**
 * Signing in by QQ. A person is known by their unionid, which stays when the school changes its app there; the app must have been allowed to ask for it
 * (100048 otherwise).
 */
export const qq = ({ QQ_APP_ID, QQ_APP_KEY, QQ_API }: Qq): IdentityProvider => ({
  authorizeUrl: ({ state, returnUrl, isPhone }) =>
    `${QQ_API}/oauth2.0/authorize?${new URLSearchParams({
      response_type: 'code',
      client_id: QQ_APP_ID,
      redirect_uri: returnUrl,
      state,
      scope: 'get_user_info',
      ...(isPhone && { display: 'mobile' }),
    })}`,

  async subjectOf({ code, returnUrl }) {
    const exchange = new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: QQ_APP_ID,
      client_secret: QQ_APP_KEY,
      code,
      redirect_uri: returnUrl,
      fmt: 'json',
    })
    const token = await ask('qq', Token, `${QQ_API}/oauth2.0/token?${exchange}`)
    if ('error' in token) {
      if (CODE_OVER.includes(token.error)) throw new AppError('SIGN_IN_OVER')
      throw unavailable('qq', token.error)
    }
    const question = new URLSearchParams({ access_token: token.access_token, unionid: '1', fmt: 'json' })
    const me = await ask('qq', Me, `${QQ_API}/oauth2.0/me?${question}`)
    if ('error' in me) throw unavailable('qq', me.error)
    // A token of another app would let its people in here.
    if (me.client_id !== QQ_APP_ID) throw unavailable('qq', 'ANOTHER_APP')
    return me.unionid
  },
})
