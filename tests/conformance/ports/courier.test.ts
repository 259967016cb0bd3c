import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deskClock } from '../../../emulator/clock'
import { openDriver } from '../../../emulator/database/driver'
import { listen } from '../../../emulator/http'
import { environmentOf, tencentCloudSandbox } from '../../../emulator/tencentCloud/service'
import { memoryWorld } from '../../../platform/memory/world'
import { tencentCourier } from '../../../platform/tencentCloud/courier'
import { sesSettings, smsSettings } from '../../../platform/tencentCloud/settings'
import { type CourierWorld, courierSuite, EMAIL, PHONE, refusal } from './courier'

async function memory(): Promise<CourierWorld> {
  const { ports, letters, clock } = memoryWorld()
  return {
    courier: ports.courier,
    brought: () =>
      letters.map((letter) => ({ to: 'phone' in letter ? letter.phone : letter.email, code: letter.code })),
    advance: clock.advance,
    close: async () => {},
  }
}

/** The sandbox behind a real port, and the adapter with Tencent's own SDK in front of it. */
async function sandbox(change: Record<string, string> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'xingtan-courier-'))
  const driver = openDriver(join(folder, 'desk.sqlite'))
  const clock = deskClock()
  const tencent = tencentCloudSandbox({ driver, clock })
  const server = await listen(tencent.routes, 0)
  const url = `http://127.0.0.1:${server.port}`
  const environment = { ...environmentOf(tencent.account, url), ...change }
  return {
    url,
    tencent,
    courier: tencentCourier({ sms: smsSettings(environment), ses: sesSettings(environment) }),
    brought: () =>
      tencent
        .letters()
        .reverse()
        .map(({ to, text }) => ({ to, code: /\d{6}/.exec(text)?.[0] ?? '' })),
    advance: clock.advance,
    async close() {
      await server.close()
      driver.close()
      rmSync(folder, { recursive: true })
    },
  }
}

courierSuite('memory', memory)
courierSuite('Tencent Cloud’s sandbox, through its SDK', () => sandbox())

describe('Tencent Cloud’s sandbox', () => {
  const close: (() => Promise<void>)[] = []
  const opened = async (change?: Record<string, string>) => {
    const world = await sandbox(change)
    close.push(world.close)
    return world
  }
  afterEach(async () => {
    for (const one of close.splice(0)) await one()
  })
  const text = { phone: PHONE, code: '012345', minutes: 5 }
  const mail = { email: EMAIL, code: '012345', minutes: 5 }

  test.each([
    ['a key that is not the sender’s', { COURIER_SECRET_KEY: 'another' }, 'AuthFailure.SignatureFailure'],
    ['a sender nobody knows', { COURIER_SECRET_ID: 'AKIDnobody' }, 'AuthFailure.SecretIdNotFound'],
    ['another app', { SMS_APP_ID: '1400000000' }, 'UnauthorizedOperation.SmsSdkAppIdVerifyFail'],
    ['a signature that was not approved', { SMS_SIGN_NAME: '别家' }, 'FailedOperation.SignatureIncorrectOrUnapproved'],
    ['a template that was not approved', { SMS_TEMPLATE_ID: '9' }, 'FailedOperation.TemplateIncorrectOrUnapproved'],
  ])('%s sends no text', async (_, change, reason) => {
    const { courier, brought } = await opened(change)
    expect(await refusal(courier.text(text))).toEqual(['BUSY', reason])
    expect(brought()).toEqual([])
  })

  test.each([
    [
      'a sender’s address that was not verified',
      { SES_FROM: 'me@elsewhere.example' },
      'FailedOperation.IncorrectSender',
    ],
    ['a template that is not there', { SES_TEMPLATE_ID: '9' }, 'FailedOperation.InvalidTemplateID'],
  ])('%s sends no mail', async (_, change, reason) => {
    const { courier, brought } = await opened(change)
    expect(await refusal(courier.mail(mail))).toEqual(['BUSY', reason])
    expect(brought()).toEqual([])
  })

  test('a number that is none, one abroad, and one whose owner complained cannot be reached', async () => {
    const { courier, tencent } = await opened()
    const to = (phone: string) => refusal(courier.text({ ...text, phone }))
    expect(await to('+14155550123')).toEqual([
      'ADDRESS_REFUSED',
      'UnsupportedOperation.ChineseMainlandTemplateToGlobalPhone',
    ])
    expect(await to('138')).toEqual(['ADDRESS_REFUSED', 'InvalidParameterValue.IncorrectPhoneNumber'])
    tencent.block(PHONE)
    tencent.block(EMAIL)
    expect(await to(PHONE)).toEqual(['ADDRESS_REFUSED', 'FailedOperation.PhoneNumberInBlacklist'])
    expect(await refusal(courier.mail(mail))).toEqual(['ADDRESS_REFUSED', 'FailedOperation.EmailAddrInBlacklist'])
  })

  test('one number is sent one text in thirty seconds, five in an hour, ten in a day', async () => {
    const { courier, advance, brought } = await opened()
    expect(await refusal(courier.text(text))).toBe('no refusal')
    expect(await refusal(courier.text(text))).toEqual(['BUSY', 'LimitExceeded.PhoneNumberThirtySecondLimit'])
    for (let n = 0; n < 4; n++) {
      advance(31_000)
      expect(await refusal(courier.text(text))).toBe('no refusal')
    }
    advance(31_000)
    expect(await refusal(courier.text(text))).toEqual(['BUSY', 'LimitExceeded.PhoneNumberOneHourLimit'])
    expect(brought()).toHaveLength(5)
  })

  test('a request that nobody signed, or whose words were changed on the way, is refused', async () => {
    const { url, brought } = await opened()
    const post = async (headers: Record<string, string>) =>
      (
        await (
          await fetch(`${url}/tencentCloud/sms.tencentcloudapi.com/`, {
            method: 'POST',
            headers: { 'content-type': 'application/json', ...headers },
            body: '{}',
          })
        ).json()
      ).Response.Error.Code
    expect(await post({})).toBe('MissingParameter')
    expect(await post({ authorization: 'Basic abc' })).toBe('AuthFailure.InvalidAuthorization')
    expect(brought()).toEqual([])
  })

  test('where nobody answers, it is to be tried again', async () => {
    const { courier } = await opened({ TENCENT_API_PREFIX: 'http://127.0.0.1:1/' })
    expect(await refusal(courier.text(text))).toEqual(['BUSY', 'NO_ANSWER'])
  })
})
