import type { Ports } from '../../core/ports'
import { clock } from '../clock'
import { ids } from '../ids'
import { files } from './files'
import { sessions } from './sessions'
import { shopSettings } from './settings'
import { store } from './store'

/** What every function has at hand. Payments, messages and certificates bring large packages: a handler names those it needs. */
export type BasePorts = Omit<Ports, 'payments' | 'messages' | 'certificates'>

export const portsFor = (invocation: Pick<Ports, 'afterwards' | 'alert'>): BasePorts => ({
  store,
  files,
  clock,
  ids,
  sessions: sessions(clock),
  get shop() {
    const { SCHOOL_NAME, SHOP_URL, PAID_TEMPLATE_ID } = shopSettings()
    return { schoolName: SCHOOL_NAME, shopUrl: SHOP_URL, paidTemplateId: PAID_TEMPLATE_ID ?? null }
  },
  ...invocation,
})
