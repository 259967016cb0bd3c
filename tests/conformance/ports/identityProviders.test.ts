import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ProviderName } from '../../../core/contract/address'
import { deskClock } from '../../../emulator/clock'
import { openDriver } from '../../../emulator/database/driver'
import { listen } from '../../../emulator/http'
import { environmentOf } from '../../../emulator/identityProviders/account'
import { identityProvidersSandbox } from '../../../emulator/identityProviders/service'
import { qq } from '../../../platform/identityProviders/qq'
import { qqSettings, weiboSettings } from '../../../platform/identityProviders/settings'
import { weibo } from '../../../platform/identityProviders/weibo'
import { memoryWorld } from '../../../platform/memory/world'
import { type ProviderWorld, providerSuite, refusal } from './identityProviders'

const RETURN_URL = 'https://shop.example/'
const STATE = 'k3v9x0c7m2q8w4z1p6r5'

async function memory(): Promise<ProviderWorld> {
  const { providers, clock } = memoryWorld()
  return {
    provider: providers.qq,
    returnUrl: RETURN_URL,
    people: ['mei', 'zhou'],
    answer: async (url, person) =>
      new URLSearchParams(person === null ? { state: STATE } : providers.qq.allow(url, person)),
    advance: clock.advance,
    close: async () => {},
  }
}

const PEOPLE: Record<ProviderName, [string, string]> = {
  qq: ['UID_0A5D2F7C1B9E4863', 'UID_7B31E08F4C6A92D5'],
  weibo: ['1404376560', '2656274875'],
}

/** The sandbox behind a real port, the adapter in front of it, and a browser that answers its page. */
async function sandbox(name: ProviderName, change: Record<string, string> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'xingtan-providers-'))
  const driver = openDriver(join(folder, 'desk.sqlite'))
  const clock = deskClock()
  const { apps, routes } = identityProvidersSandbox({ driver, clock, returnUrl: RETURN_URL })
  const server = await listen(routes, 0)
  const url = `http://127.0.0.1:${server.port}`
  const environment = { ...environmentOf(apps, url), ...change }
  const [qqIs, weiboIs] = [qqSettings(environment), weiboSettings(environment)]
  const provider = name === 'qq' ? qqIs && qq(qqIs) : weiboIs && weibo(weiboIs)
  if (!provider) throw new Error('not set up')
  return {
    url,
    provider,
    returnUrl: RETURN_URL,
    people: PEOPLE[name],
    async answer(asked: string, person: string | null): Promise<URLSearchParams> {
      const page = await fetch(asked)
      const html = await page.text()
      if (!page.ok) throw new Error(html)
      const action = /<form method="post" action="([^"]+)"/.exec(html)?.[1] ?? ''
      const form = new URLSearchParams({ query: new URL(asked).search.slice(1), subject: person ?? '' })
      const reply = await fetch(new URL(action, asked), { method: 'POST', body: form, redirect: 'manual' })
      return new URL(reply.headers.get('location') ?? '').searchParams
    },
    advance: clock.advance,
    async close() {
      await server.close()
      driver.close()
      rmSync(folder, { recursive: true })
    },
  }
}

providerSuite('memory', memory)
providerSuite('QQ', () => sandbox('qq'))
providerSuite('Weibo', () => sandbox('weibo'))

describe('the sandboxes', () => {
  const close: (() => Promise<void>)[] = []
  const opened = async (name: ProviderName, change?: Record<string, string>) => {
    const world = await sandbox(name, change)
    close.push(world.close)
    return world
  }
  afterEach(async () => {
    for (const one of close.splice(0)) await one()
  })
  const exchanged = async (name: ProviderName, change: Record<string, string>, returnUrl = RETURN_URL) => {
    const { provider, answer, people } = await opened(name)
    const back = await answer(provider.authorizeUrl({ state: STATE, returnUrl: RETURN_URL, isPhone: false }), people[0])
    const other = await opened(name, change)
    return refusal(other.provider.subjectOf({ code: back.get('code') ?? '', returnUrl }))
  }

  test.each([
    ['qq', 'another secret', { QQ_APP_KEY: 'wrong' }, 100009],
    ['qq', 'an app nobody registered', { QQ_APP_ID: '109999999' }, 100008],
    ['weibo', 'another secret', { WEIBO_APP_SECRET: 'wrong' }, 21324],
    ['weibo', 'an app nobody registered', { WEIBO_APP_KEY: '9999999999' }, 21324],
  ] as const)('%s gives nothing to %s', async (provider, _, change, reason) => {
    expect(await exchanged(provider, change)).toEqual({ code: 'PROVIDER_UNAVAILABLE', provider, reason })
  })

  test.each([
    ['qq', 100010],
    ['weibo', 21322],
  ] as const)('%s gives nothing to another address than the registered one', async (provider, reason) => {
    const elsewhere = 'https://elsewhere.example/'
    expect(await exchanged(provider, {}, elsewhere)).toEqual({ code: 'PROVIDER_UNAVAILABLE', provider, reason })
  })

  test.each(['qq', 'weibo'] as const)('%s asks nobody for a stranger, and sends nobody anywhere', async (name) => {
    const { provider, answer, people } = await opened(name)
    const asked = new URL(provider.authorizeUrl({ state: STATE, returnUrl: RETURN_URL, isPhone: false }))
    for (const [field, wrong] of [
      ['client_id', '1'],
      ['redirect_uri', 'https://elsewhere.example/'],
      ['response_type', 'token'],
      ['state', ''],
    ] as const) {
      const changed = new URL(asked)
      changed.searchParams.set(field, wrong)
      await expect(answer(changed.href, people[0])).rejects.toThrow('没有接受这个请求')
    }
  })

  test.each([
    ['qq', { QQ_API: 'http://127.0.0.1:1' }],
    ['weibo', { WEIBO_API: 'http://127.0.0.1:1' }],
  ] as const)('where %s does not answer, it says so', async (name, change) => {
    const { provider } = await opened(name, change)
    expect(await refusal(provider.subjectOf({ code: 'any', returnUrl: RETURN_URL }))).toEqual({
      code: 'PROVIDER_UNAVAILABLE',
      provider: name,
      reason: 'NO_ANSWER',
    })
  })

  test('what is sent to which address is what QQ and Weibo describe', async () => {
    const real = { QQ_APP_ID: '101234567', QQ_APP_KEY: 'k', WEIBO_APP_KEY: '1234567890', WEIBO_APP_SECRET: 's' }
    const [qqIs, weiboIs] = [qqSettings(real), weiboSettings(real)]
    if (!qqIs || !weiboIs) throw new Error('not set up')
    const asked = { state: STATE, returnUrl: RETURN_URL }
    const back = encodeURIComponent(RETURN_URL)
    expect(qq(qqIs).authorizeUrl({ ...asked, isPhone: true })).toBe(
      `https://graph.qq.com/oauth2.0/authorize?response_type=code&client_id=101234567&redirect_uri=${back}&state=${STATE}&scope=get_user_info&display=mobile`,
    )
    expect(weibo(weiboIs).authorizeUrl({ ...asked, isPhone: false })).toBe(
      `https://api.weibo.com/oauth2/authorize?client_id=1234567890&response_type=code&redirect_uri=${back}&state=${STATE}`,
    )
    expect([qqSettings({}), weiboSettings({ QQ_APP_ID: '1' })]).toEqual([null, null])
    expect(() => weiboSettings({ WEIBO_APP_KEY: '1234567890' })).toThrow('WEIBO_APP_SECRET (missing)')
  })
})
