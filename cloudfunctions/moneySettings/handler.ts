import { moneySettings as contract } from '../../core/contract/moneySettings'
import { moneySettings } from '../../core/settings/moneySettings'
import { serve } from '../../platform/cloudbase/serve'

export const main = serve(contract, moneySettings)
