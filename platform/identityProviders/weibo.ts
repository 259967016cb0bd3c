import * as z from 'zod'
import { AppError } from '../../core/contract/errors'
import type { IdentityProvider } from '../../core/ports'
import { ask, unavailable } from './ask'
import type { Weibo } from './settings'

// https://open.weibo.com/wiki/Oauth2/access_token: the person's number comes with the token.
const Token = z.union([
  z.object({ error: z.string().min(1), error_code: z.int() }),
  z.object({ access_token: z.string().min(1), uid: z.string().regex(/^\d{1,20}$/) }),
])

/** https://open.weibo.com/wiki/授权机制说明: the grant is invalid, expired or revoked. */
const CODE_OVER = 21325

/** Signing in by Weibo. A person is known by their uid. */
export const weibo = ({ WEIBO_APP_KEY, WEIBO_APP_SECRET, WEIBO_API }: Weibo): IdentityProvider => ({
  authorizeUrl: ({ state, returnUrl, isPhone }) =>
    `${WEIBO_API}/oauth2/authorize?${new URLSearchParams({
      client_id: WEIBO_APP_KEY,
      response_type: 'code',
      redirect_uri: returnUrl,
      state,
      ...(isPhone && { display: 'mobile' }),
    })}`,

  async subjectOf({ code, returnUrl }) {
    const body = new URLSearchParams({
      client_id: WEIBO_APP_KEY,
      client_secret: WEIBO_APP_SECRET,
      grant_type: 'authorization_code',
      code,
      redirect_uri: returnUrl,
    })
    const token = await ask('weibo', Token, `${WEIBO_API}/oauth2/access_token`, { method: 'POST', body })
    if ('error' in token) {
      if (token.error_code === CODE_OVER) throw new AppError('SIGN_IN_OVER')
      throw unavailable('weibo', token.error_code)
    }
    return token.uid
  },
})
