import type { Manners } from '../cloudbase/reply'
import { NOTICE_NOT_TAKEN, NOTICE_TAKEN } from './notices'

/** Alipay reads one plain word, whatever the status. */
export const alipayManners: Manners = {
  reply: (_, answer) => ({
    statusCode: 200,
    headers: { 'content-type': 'text/plain' },
    body: answer.ok ? NOTICE_TAKEN : NOTICE_NOT_TAKEN,
  }),
}
