import * as z from 'zod'
import { contract } from './contract'
import { CertificateView } from './issueCertificate'
import { Instant } from './shapes'

/** Anyone asks whether a certificate is genuine: the number is looked up and its Ed25519 signature checked again. */
export const verifyCertificate = contract({
  name: 'verifyCertificate',
  access: 'anyone',
  input: z.strictObject({ number: z.string().trim().min(6).max(40) }),
  output: z.object({
    certificate: CertificateView,
    schoolName: z.string(),
    /** Set when the certificate was withdrawn (a refund). */
    revokedAt: Instant.nullable(),
    /** For checking without us: the signed text, the signature and the public key, the last two in base64url. */
    proof: z.object({ text: z.string(), signature: z.string(), publicKey: z.string() }),
  }),
})
