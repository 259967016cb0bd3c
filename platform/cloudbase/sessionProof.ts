import { jwtVerify } from 'jose/jwt/verify'
import { clock } from '../clock'
import { ISSUER, sessionKey } from './sessionRules'

/** What a session token of ours says; rejects when it is forged or has run out. */
export async function payloadOf(token: string): Promise<unknown> {
  const how = { issuer: ISSUER, algorithms: ['HS256'], currentDate: clock.now() }
  return (await jwtVerify(token, sessionKey(), how)).payload
}
