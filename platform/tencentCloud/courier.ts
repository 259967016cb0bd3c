import * as z from 'zod'
import { AppError } from '../../core/contract/errors'
import type { Courier } from '../../core/ports'
import type { Ses, Sms } from './settings'

/** What is used of Tencent's SDK: its common client, which signs (TC3-HMAC-SHA256) and sends any request. */
type Client = { request(action: string, params: object): Promise<unknown> }
type Sdk = {
  CommonClient: new (
    host: string,
    version: string,
    config: {
      credential: { secretId: string; secretKey: string }
      region: string
      profile: { httpProfile: { protocol: string; reqTimeout: number } }
    },
  ) => Client
}

/** Less than the function has: whoever waits for a code is told in time. */
const TIMEOUT_SECONDS = 5

const SmsReply = z.object({ SendStatusSet: z.array(z.object({ Code: z.string() })).min(1) })
const SesReply = z.object({ MessageId: z.string() })

/**
 * Codes that say no to this address for good (error codes of SendSms and SendEmail in Tencent's documents). Its limits of one number are looser than ours,
 * and meeting them still means: not now.
 */
const REFUSED = [
  'InvalidParameterValue.IncorrectPhoneNumber',
  'FailedOperation.PhoneNumberInBlacklist',
  'UnsupportedOperation.ChineseMainlandTemplateToGlobalPhone',
  'FailedOperation.EmailAddrInBlacklist',
  'FailedOperation.IncorrectEmail',
  'InvalidParameterValue.ReceiverEmailInvalid',
  'FailedOperation.ReceiverHasUnsubscribed',
]

const failureOf = (code: string): AppError =>
  REFUSED.includes(code) ? new AppError('ADDRESS_REFUSED', { code }) : new AppError('BUSY', { reason: code })

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' && error.code
    ? error.code
    : 'NO_ANSWER'

function client(host: string, version: string, region: string, settings: Sms | Ses): Client {
  // Loaded when the first code is sent, not at the start.
  const { CommonClient } = require('tencentcloud-sdk-nodejs-common') as Sdk
  return new CommonClient(host, version, {
    credential: { secretId: settings.COURIER_SECRET_ID, secretKey: settings.COURIER_SECRET_KEY },
    region,
    profile: { httpProfile: { protocol: settings.TENCENT_API_PREFIX, reqTimeout: TIMEOUT_SECONDS } },
  })
}

async function asked<T>(shape: z.ZodType<T>, request: Promise<unknown>): Promise<T> {
  const reply = await request.catch((error: unknown) => {
    throw failureOf(codeOf(error))
  })
  const parsed = shape.safeParse(reply)
  if (!parsed.success) throw failureOf('REPLY_SHAPE')
  return parsed.data
}

/** Tencent Cloud's SMS and SES behind the courier. Sent once: asking again is the person's, who sees whether it came. */
export function tencentCourier({ sms, ses }: { sms: Sms | null; ses: Ses | null }): Courier {
  let texts: Client | undefined
  let mails: Client | undefined

  return {
    ways: () => ({ phone: sms !== null, email: ses !== null }),

    async text({ phone, code, minutes }) {
      if (!sms) throw new AppError('WAY_NOT_HERE', { kind: 'phone' })
      texts ??= client('sms.tencentcloudapi.com', '2021-01-11', sms.SMS_REGION, sms)
      const { SendStatusSet } = await asked(
        SmsReply,
        texts.request('SendSms', {
          PhoneNumberSet: [phone],
          SmsSdkAppId: sms.SMS_APP_ID,
          SignName: sms.SMS_SIGN_NAME,
          TemplateId: sms.SMS_TEMPLATE_ID,
          TemplateParamSet: [code, String(minutes)],
        }),
      )
      const status = SendStatusSet[0]?.Code ?? ''
      if (status !== 'Ok') throw failureOf(status)
    },

    async mail({ email, code, minutes }) {
      if (!ses) throw new AppError('WAY_NOT_HERE', { kind: 'email' })
      mails ??= client('ses.tencentcloudapi.com', '2020-10-02', ses.SES_REGION, ses)
      await asked(
        SesReply,
        mails.request('SendEmail', {
          FromEmailAddress: ses.SES_FROM,
          Destination: [email],
          Subject: ses.SES_SUBJECT,
          Template: {
            TemplateID: Number(ses.SES_TEMPLATE_ID),
            TemplateData: JSON.stringify({ code, minutes: String(minutes) }),
          },
          // A code that comes at once (触发类), not a campaign.
          TriggerType: 1,
        }),
      )
    },
  }
}
