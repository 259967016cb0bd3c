import { verifyCertificate } from '../../core/certificates/verifyCertificate'
import { verifyCertificate as contract } from '../../core/contract/verifyCertificate'
import { certificates } from '../../platform/cloudbase/certificates'
import { serve } from '../../platform/cloudbase/serve'

export const main = serve(contract, verifyCertificate, { certificates })
