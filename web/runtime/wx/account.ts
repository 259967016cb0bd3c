import type { Engine } from '../engine'
import { words as own } from '../words'
import { api, callbackApi, type Facts, Refusal, textsIn } from './api'
import { isFine, wordsOf } from './desk'
import { askSubscriptions, notice, showModal } from './dialogs'
import { requestPayment } from './payment'
import { openPaySheet } from './paySheet'
import type { Platform } from './platform'
import { outsideWeChat } from './storefront'
import { requestMerchantTransfer } from './transfer'
import { openTransferSheet } from './transferSheet'
import { requestVirtualPayment } from './virtualPayment'
import { openVirtualPaySheet } from './virtualPaySheet'

/** WeChat's own limit on one asking. */
const MOST_TEMPLATES = 3

async function login({ desk }: Platform): Promise<Facts> {
  const reply = await desk.post('/wechat/login', {})
  const { code } = (reply.body ?? {}) as { code?: unknown } // JSON of the desk, checked here
  if (!isFine(reply) || typeof code !== 'string') throw new Refusal(wordsOf(reply))
  return { code }
}

async function subscribe(engine: Engine, { desk }: Platform, options: Facts): Promise<Facts> {
  const ids = textsIn(options, 'tmplIds')
  if (ids.length === 0) throw new Refusal('TmplIds can not be empty', { errCode: 10001 })
  if (ids.length > MOST_TEMPLATES) throw new Refusal('Templates count out of max bounds', { errCode: 10003 })
  const chosen = await askSubscriptions(
    engine.chrome.overlay(),
    // A template's own title is kept by WeChat's platform; a desk knows only its id.
    ids.map((id) => ({ id, title: own().serviceNotice })),
  )
  for (const decision of ['accept', 'reject'] as const) {
    const templateIds = ids.filter((id) => chosen[id] === decision)
    if (templateIds.length === 0) continue
    const reply = await desk.post('/wechat/subscribe', { templateIds, decision })
    if (!isFine(reply)) throw new Refusal(wordsOf(reply), { errCode: 10002 })
  }
  return chosen
}

/** WeChat's page of permissions: here one consent stands for all that touch a person's data. */
async function openSetting(engine: Engine, { privacy, appName }: Platform): Promise<Facts> {
  const { confirm } = await showModal(engine.chrome.overlay(), {
    title: own().permissions,
    content: own().permissionsNow(appName, privacy.isAgreed),
    cancelText: own().disallow,
    confirmText: own().allow,
  })
  if (confirm) privacy.agree()
  else privacy.withdraw()
  return settingsOf(privacy)
}

const settingsOf = ({ isAgreed }: Platform['privacy']): Facts => ({
  authSetting: { 'scope.writePhotosAlbum': isAgreed },
})

/** Without WeChat a person is not led through a sheet whose end can only be a refusal. */
const inWeChat =
  ({ hasDesk }: Platform, run: (options: Facts) => Promise<unknown>) =>
  async (options: Facts): Promise<unknown> => {
    if (!hasDesk) throw outsideWeChat()
    return run(options)
  }

/** The signed-in WeChat user: login, consents, payment, money from the merchant. */
export function accountApi(engine: Engine, platform: Platform) {
  const { privacy, appName } = platform
  return {
    login: api('login', () => login(platform)),
    /** The desk's sessions do not run out while they are in use; a refused one is asked for anew at the next call. */
    checkSession: api('checkSession', async () => {
      await platform.identity.session()
    }),
    requestPayment: api(
      'requestPayment',
      inWeChat(
        platform,
        requestPayment(platform.desk, () => openPaySheet(engine.chrome.overlay())),
      ),
    ),
    requestVirtualPayment: api(
      'requestVirtualPayment',
      inWeChat(
        platform,
        requestVirtualPayment(platform.desk, () => openVirtualPaySheet(engine.chrome.overlay())),
      ),
    ),
    requestMerchantTransfer: callbackApi(
      'requestMerchantTransfer',
      inWeChat(
        platform,
        requestMerchantTransfer(platform.desk, () => openTransferSheet(engine.chrome.overlay())),
      ),
    ),
    requestSubscribeMessage: api(
      'requestSubscribeMessage',
      inWeChat(platform, (options) => subscribe(engine, platform, options)),
    ),
    getSetting: api('getSetting', () => settingsOf(privacy)),
    openSetting: api('openSetting', () => openSetting(engine, platform)),
    getPrivacySetting: api('getPrivacySetting', () => ({
      needAuthorization: !privacy.isAgreed,
      privacyContractName: own().privacyGuide(appName),
    })),
    requirePrivacyAuthorize: api('requirePrivacyAuthorize', () => privacy.require('requirePrivacyAuthorize')),
    onNeedPrivacyAuthorization: (listener: Parameters<typeof privacy.listen>[0]): void => privacy.listen(listener),
    openPrivacyContract: api('openPrivacyContract', () =>
      notice(engine.chrome.overlay(), own().privacyGuide(appName), own().privacyWords),
    ),
  }
}
