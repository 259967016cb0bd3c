import type { VerbCost } from './verbs'

export type Figures = { verbs: Record<string, VerbCost>; coldStartRatio: number; mainPackageBytes: number }

/** Bytes may breathe this much between two builds of the same thing (names, line ends) before it is called growth. */
const BYTES_BREATHE = 1.02

/** Every counted figure that is larger than in the baseline, in words. Ratios of time are shown, not judged. */
export function grown(baseline: Figures, found: Figures): string[] {
  const worse: string[] = []
  for (const [name, { sequence, operations, bundleBytes }] of Object.entries(found.verbs)) {
    const before = baseline.verbs[name]
    if (!before) worse.push(`${name} is not in the baseline: npm run bench -- --write`)
    else {
      if (sequence > before.sequence) worse.push(`${name}: ${before.sequence} → ${sequence} in sequence`)
      if (operations > before.operations) worse.push(`${name}: ${before.operations} → ${operations} operations`)
      if (bundleBytes > before.bundleBytes * BYTES_BREATHE)
        worse.push(`${name}: ${before.bundleBytes} → ${bundleBytes} bundle bytes`)
    }
  }
  if (found.mainPackageBytes > baseline.mainPackageBytes * BYTES_BREATHE)
    worse.push(`main package: ${baseline.mainPackageBytes} → ${found.mainPackageBytes} bytes`)
  return worse
}
