import { issueCertificate } from '../../core/certificates/issueCertificate'
import { issueCertificate as contract } from '../../core/contract/issueCertificate'
import { certificates } from '../../platform/cloudbase/certificates'
import { serve } from '../../platform/cloudbase/serve'

export const main = serve(contract, issueCertificate, { certificates })
