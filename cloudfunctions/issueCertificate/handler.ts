import { issueCertificate } from '../../core/certificates/issueCertificate'
import { issueCertificate as contract } from '../../core/contract/issueCertificate'
import { serve } from '../../platform/cloudbase/serve'

export const main = serve(contract, issueCertificate)
