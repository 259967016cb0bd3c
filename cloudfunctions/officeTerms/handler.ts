import { officeTerms } from '../../core/catalog/officeTerms'
import { officeTerms as contract } from '../../core/contract/officeTerms'
import { serve } from '../../platform/cloudbase/serve'
import { items } from '../../platform/virtualPay/lazy'

export const main = serve(contract, officeTerms, { virtualItems: items })
