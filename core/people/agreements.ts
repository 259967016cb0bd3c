import type { Agreements } from '../contract/address'

/**
 * The texts as they are now, each by the day it took effect. The words live with the pages that show them
 * (`miniprogram/account/agreements`); a test there compares the fingerprints, so that no text changes under its old version.
 */
export const AGREEMENTS: Agreements = { privacy: '2026-11-27', terms: '2026-11-26' }

/** How what somebody agreed to is written into their session. */
export const agreedIn = (agreements: Agreements | null): string =>
  agreements ? `${agreements.privacy}/${agreements.terms}` : ''

/** What a session says of somebody who agreed to the texts of now. */
export const AGREED = agreedIn(AGREEMENTS)
