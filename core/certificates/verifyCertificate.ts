import type { Input, Output } from '../contract'
import { AppError } from '../contract/errors'
import type { Caller, Ports } from '../ports'
import { textOf, tidyNumber, viewOf } from './certificate'
import { certificates } from './certificates'

/**
 * Shows anyone what a certificate says, once its signature has been checked against what is stored: a row altered in the
 * database is not a certificate. Refuses: CERTIFICATE_NOT_FOUND.
 */
export const verifyCertificate =
  (ports: Pick<Ports, 'store' | 'ids' | 'certificates' | 'shop' | 'alert'>) =>
  async (_: Caller, { number: typed }: Input<'verifyCertificate'>): Promise<Output<'verifyCertificate'>> => {
    const number = tidyNumber(typed)
    const certificate = await certificates(ports).find(number)
    if (!certificate) throw new AppError('CERTIFICATE_NOT_FOUND', { number })
    const view = viewOf(certificate)
    const text = textOf(view)
    if (!(await ports.certificates.verify(text, certificate.signature))) {
      ports.alert('CERTIFICATE_ALTERED', { number })
      throw new AppError('CERTIFICATE_NOT_FOUND', { number })
    }
    return {
      certificate: view,
      schoolName: ports.shop.schoolName,
      revokedAt: certificate.revokedAt,
      proof: { text, signature: certificate.signature, publicKey: await ports.certificates.publicKey() },
    }
  }
