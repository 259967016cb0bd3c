import * as z from 'zod'
import { settingsOf } from '../settingsOf'

/** Who may send, and where Tencent Cloud answers. A sub-user of its own, allowed to send and nothing else. */
const sender = {
  COURIER_SECRET_ID: z.string().min(1),
  COURIER_SECRET_KEY: z.string().min(1),
  /** What stands before the service's host name; a desk puts itself in front of it. */
  TENCENT_API_PREFIX: z.string().default('https://'),
}

const region = () => z.string().regex(/^ap-[a-z]+$/, 'is not a region, such as ap-guangzhou')

/** Texts (短信): the app, the signature and the template, all approved by Tencent. */
export const Sms = z.object({
  ...sender,
  SMS_APP_ID: z.string().regex(/^\d{10,12}$/, 'is not an SdkAppId, such as 1400006666'),
  SMS_SIGN_NAME: z.string().min(1),
  /** Its two parameters are the code and the minutes. */
  SMS_TEMPLATE_ID: z.string().regex(/^\d+$/, 'is not the number of a template'),
  SMS_REGION: region().default('ap-guangzhou'),
})
export type Sms = z.infer<typeof Sms>

/** Mail (邮件推送 SES): the sender's address of a verified domain, and the template. */
export const Ses = z.object({
  ...sender,
  /** `name@domain`, or `杏坛 <name@domain>`. */
  SES_FROM: z
    .string()
    .regex(/^([^<>:]+ )?<?[^\s<>@]+@[^\s<>@]+>?$/, 'is not an address, such as no-reply@mail.example.cn'),
  /** Its two variables are `code` and `minutes`. */
  SES_TEMPLATE_ID: z.string().regex(/^\d+$/, 'is not the number of a template'),
  SES_SUBJECT: z.string().min(1).default('你的验证码'),
  SES_REGION: region().default('ap-guangzhou'),
})
export type Ses = z.infer<typeof Ses>

type Environment = Record<string, string | undefined>

export const smsSettings = (environment: Environment): Sms | null => settingsOf(environment, 'SMS_', Sms)
export const sesSettings = (environment: Environment): Ses | null => settingsOf(environment, 'SES_', Ses)
