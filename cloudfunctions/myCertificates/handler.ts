import { myCertificates } from '../../core/certificates/myCertificates'
import { myCertificates as contract } from '../../core/contract/myCertificates'
import { serve } from '../../platform/cloudbase/serve'

export const main = serve(contract, myCertificates)
