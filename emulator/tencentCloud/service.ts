import { randomBytes, randomUUID } from 'node:crypto'
import * as z from 'zod'
import type { DeskClock } from '../clock'
import type { Driver } from '../database/driver'
import { type DeskReply, type DeskRequest, json, type Route } from '../http'
import { records } from '../records'
import { refusalOfSignature, type Sender } from './signature'

/** The two services through which a school writes to people outside WeChat, and what was set up and approved there. */
export type CourierAccount = Sender & {
  sms: { appId: string; signName: string; templateId: string; template: string }
  ses: { from: string; templateId: number; template: string }
}

/** What reached somebody, as they read it. */
export type CourierLetter = { id: string; by: 'sms' | 'ses'; to: string; text: string; sentAt: string }

/** https://cloud.tencent.com/document/product/382/13299: what one number is sent at the most, unless the school asks for more. */
export const NUMBER_LIMITS = [
  { ms: 30_000, most: 1, code: 'LimitExceeded.PhoneNumberThirtySecondLimit' },
  { ms: 3_600_000, most: 5, code: 'LimitExceeded.PhoneNumberOneHourLimit' },
  { ms: 86_400_000, most: 10, code: 'LimitExceeded.PhoneNumberDailyLimit' },
] as const

/** A code in a template is at most six digits (https://cloud.tencent.com/document/product/382/39023). */
const CODE = /^\d{1,6}$/

const SmsRequest = z.strictObject({
  PhoneNumberSet: z.array(z.string()).min(1).max(200),
  SmsSdkAppId: z.string(),
  TemplateId: z.string(),
  SignName: z.string().optional(),
  TemplateParamSet: z.array(z.string()).optional(),
})
const MailRequest = z.strictObject({
  FromEmailAddress: z.string(),
  Destination: z.array(z.string()).min(1).max(50),
  Subject: z.string().min(1),
  Template: z.strictObject({ TemplateID: z.int(), TemplateData: z.string() }),
  TriggerType: z.int().min(0).max(1).optional(),
})

class Refusal extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message)
  }
}

const hosts = {
  'sms.tencentcloudapi.com': { service: 'sms', version: '2021-01-11', action: 'SendSms' },
  'ses.tencentcloudapi.com': { service: 'ses', version: '2020-10-02', action: 'SendEmail' },
} as const

export const PREFIX = '/tencentCloud/'

/** What of these settings a school's functions are given. */
export const environmentOf = (account: CourierAccount, deskUrl: string): Record<string, string> => ({
  COURIER_SECRET_ID: account.secretId,
  COURIER_SECRET_KEY: account.secretKey,
  TENCENT_API_PREFIX: deskUrl + PREFIX,
  SMS_APP_ID: account.sms.appId,
  SMS_SIGN_NAME: account.sms.signName,
  SMS_TEMPLATE_ID: account.sms.templateId,
  SES_FROM: account.ses.from,
  SES_TEMPLATE_ID: String(account.ses.templateId),
})

const IN_ORDER = 12

/** Tencent Cloud's SMS and SES on this desk: everything is checked as there, nothing leaves the machine. */
export function tencentCloudSandbox({ driver, clock }: { driver: Driver; clock: Pick<DeskClock, 'now'> }) {
  const kept = records<CourierAccount>(driver, 'courierAccount')
  const letters = records<CourierLetter>(driver, 'courierLetter')
  const blocked = records<{ by: 'list' }>(driver, 'courierBlocked')
  const fresh = (): CourierAccount => ({
    secretId: `AKIDdesk${randomBytes(8).toString('hex')}`,
    secretKey: randomBytes(16).toString('hex'),
    sms: {
      appId: '1400006666',
      signName: '杏坛学堂',
      templateId: '1110',
      template: '{1}是你的验证码,{2}分钟内有效。不是你在操作,就不用理会。',
    },
    ses: {
      from: 'no-reply@mail.desk.example',
      templateId: 2220,
      template: '你的验证码是 {{code}},{{minutes}} 分钟内有效。不是你在操作,就不用理会。',
    },
  })
  const known = kept.get('school')
  const account = known ?? fresh()
  if (!known) kept.put('school', account)
  let written = letters.all().length

  function deliver(by: CourierLetter['by'], to: string, text: string): string {
    written += 1
    const id = `${String(written).padStart(IN_ORDER, '0')}`
    letters.put(id, { id, by, to, text, sentAt: new Date(clock.now()).toISOString() })
    return `${by}-${id}`
  }

  const sentTo = (to: string, ms: number): number =>
    letters.all().filter(({ value }) => value.to === to && clock.now() - Date.parse(value.sentAt) < ms).length

  /** Everything about a text that is judged number by number. */
  function statusFor(phone: string): { code: string; message: string } {
    if (!/^\+861[3-9]\d{9}$/.test(phone))
      return /^\+\d{6,15}$/.test(phone)
        ? { code: 'UnsupportedOperation.ChineseMainlandTemplateToGlobalPhone', message: 'global phone' }
        : { code: 'InvalidParameterValue.IncorrectPhoneNumber', message: 'incorrect phone number' }
    if (blocked.get(phone))
      return { code: 'FailedOperation.PhoneNumberInBlacklist', message: 'phone number in blacklist' }
    const over = NUMBER_LIMITS.find(({ ms, most }) => sentTo(phone, ms) >= most)
    return over
      ? { code: over.code, message: 'the number of SMS messages sent exceeds the limit' }
      : { code: 'Ok', message: 'send success' }
  }

  function sendSms(body: unknown) {
    const parsed = SmsRequest.safeParse(body)
    if (!parsed.success) throw new Refusal('InvalidParameter', z.prettifyError(parsed.error))
    const { PhoneNumberSet, SmsSdkAppId, TemplateId, SignName, TemplateParamSet = [] } = parsed.data
    const { appId, signName, templateId, template } = account.sms
    if (SmsSdkAppId !== appId)
      throw new Refusal('UnauthorizedOperation.SmsSdkAppIdVerifyFail', 'Failed to verify the SmsSdkAppId')
    const failing =
      SignName !== signName
        ? { code: 'FailedOperation.SignatureIncorrectOrUnapproved', message: 'signature is incorrect or unapproved' }
        : TemplateId !== templateId
          ? { code: 'FailedOperation.TemplateIncorrectOrUnapproved', message: 'template is incorrect or unapproved' }
          : TemplateParamSet.length !== 2
            ? { code: 'FailedOperation.TemplateParamSetNotMatchApprovedTemplate', message: 'template params not match' }
            : !TemplateParamSet.every((param) => CODE.test(param))
              ? {
                  code: 'InvalidParameterValue.TemplateParameterFormatError',
                  message: 'verification code template params',
                }
              : null
    const SendStatusSet = PhoneNumberSet.map((phone) => {
      const { code, message } = failing ?? statusFor(phone)
      const text = template.replace(/\{(\d)\}/g, (_, n) => TemplateParamSet[Number(n) - 1] ?? '')
      const serial = code === 'Ok' ? deliver('sms', phone, `【${signName}】${text}`) : ''
      return {
        SerialNo: serial,
        PhoneNumber: phone,
        Fee: code === 'Ok' ? 1 : 0,
        SessionContext: '',
        Code: code,
        Message: message,
        IsoCode: code === 'Ok' ? 'CN' : '',
      }
    })
    return { SendStatusSet }
  }

  function sendEmail(body: unknown) {
    const parsed = MailRequest.safeParse(body)
    if (!parsed.success) throw new Refusal('InvalidParameter', z.prettifyError(parsed.error))
    const { FromEmailAddress, Destination, Template } = parsed.data
    const { from, templateId, template } = account.ses
    const address = /<([^<>]+)>$/.exec(FromEmailAddress)?.[1] ?? FromEmailAddress
    if (address !== from) throw new Refusal('FailedOperation.IncorrectSender', 'the sender is not verified')
    if (Template.TemplateID !== templateId) throw new Refusal('FailedOperation.InvalidTemplateID', 'no such template')
    let data: unknown
    try {
      data = JSON.parse(Template.TemplateData)
    } catch {
      throw new Refusal('FailedOperation.WrongContentJson', 'TemplateData is not JSON')
    }
    const values = z.record(z.string(), z.string()).safeParse(data)
    if (!values.success) throw new Refusal('FailedOperation.WrongContentJson', 'variables are texts')
    const missing = Array.from(template.matchAll(/\{\{(\w+)\}\}/g), ([, name = '']) => name).find(
      (name) => !(name in values.data),
    )
    if (missing) throw new Refusal('FailedOperation.WrongContentJson', `the template asks for ${missing}`)
    for (const to of Destination) {
      if (!z.email().safeParse(to).success) throw new Refusal('InvalidParameterValue.ReceiverEmailInvalid', to)
      if (blocked.get(to)) throw new Refusal('FailedOperation.EmailAddrInBlacklist', 'the address is in the blacklist')
    }
    const text = template.replace(/\{\{(\w+)\}\}/g, (_, name) => values.data[name] ?? '')
    const ids = Destination.map((to) => deliver('ses', to, text))
    return { MessageId: ids[0] ?? '' }
  }

  const answer = (Response: object): DeskReply => json({ Response: { ...Response, RequestId: randomUUID() } })
  const refused = (Code: string, Message: string): DeskReply => answer({ Error: { Code, Message } })

  function handle(request: DeskRequest): DeskReply {
    const host = request.url.pathname.slice(PREFIX.length).replace(/\/$/, '')
    const api = Object.hasOwn(hosts, host) ? hosts[host as keyof typeof hosts] : undefined
    if (!api) return json({ code: 'NOT_FOUND', message: `${host} is not emulated on this desk` }, 404)
    if (request.method !== 'POST') return refused('UnsupportedProtocol', 'only POST is emulated on this desk')
    const unsigned = refusalOfSignature(request, api.service, account, clock.now())
    if (unsigned) return refused(unsigned.code, unsigned.message)
    const { 'x-tc-action': action, 'x-tc-version': version, 'x-tc-region': region } = request.headers
    if (version !== api.version) return refused('NoSuchVersion', `the version ${version} is not emulated on this desk`)
    if (action !== api.action) return refused('InvalidAction', `the action ${action} is not emulated on this desk`)
    if (!region) return refused('MissingParameter', 'The request is missing a required parameter `Region`.')
    try {
      const body: unknown = JSON.parse(request.body.toString('utf8'))
      return answer(api.action === 'SendSms' ? sendSms(body) : sendEmail(body))
    } catch (error) {
      if (error instanceof Refusal) return refused(error.code, error.message)
      return refused('InvalidParameter', 'the body is not JSON')
    }
  }

  /** The newest first. */
  const list = (): CourierLetter[] =>
    letters
      .all()
      .map(({ value }) => value)
      .reverse()

  return {
    account,
    letters: list,
    /** Nothing reaches this address any more, as when its owner has complained. */
    block: (to: string) => blocked.put(to, { by: 'list' }),
    routes: [
      { path: PREFIX, handle },
      { method: 'GET', path: '/desk/letters', handle: () => json({ letters: list() }) },
    ] satisfies Route[],
  }
}
export type TencentCloudSandbox = ReturnType<typeof tencentCloudSandbox>
