import type { Ports } from '../../core/ports'
import { clock } from '../clock'
import { ids } from '../ids'
import { files } from './files'
import { shopSettings } from './settings'
import { store } from './store'

/** What every function has at hand. Gateways, payouts, bills, messages, codes, certificates, sessions, regions and what keeps people's addresses bring packages of their own: a handler names those it needs. */
export type BasePorts = Omit<
  Ports,
  | 'gateways'
  | 'virtualItems'
  | 'transfers'
  | 'bills'
  | 'messages'
  | 'miniProgramCodes'
  | 'miniProgramLinks'
  | 'certificates'
  | 'sessions'
  | 'vault'
  | 'courier'
  | 'identityProviders'
  | 'weChatPhones'
  | 'regionOf'
>

export const portsFor = (invocation: Pick<Ports, 'afterwards' | 'alert'>): BasePorts => ({
  store,
  files,
  clock,
  ids,
  get shop() {
    const { SCHOOL_NAME, SHOP_URL, PAID_TEMPLATE_ID, SERVICE_TEMPLATE_ID, NEWS_TEMPLATE_ID } = shopSettings()
    const paidTemplateId = PAID_TEMPLATE_ID ?? null
    return {
      schoolName: SCHOOL_NAME,
      shopUrl: SHOP_URL,
      paidTemplateId,
      templates: { opened: paidTemplateId, service: SERVICE_TEMPLATE_ID ?? null, news: NEWS_TEMPLATE_ID ?? null },
    }
  },
  ...invocation,
})
