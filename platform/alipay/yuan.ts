/** Alipay writes money as yuan with two decimals; we count fen. Both ways by digits: a float would lose some. */

/** `19900` → `199.00`. Throws on anything but a whole, non-negative number of fen. */
export function yuanOf(fen: number): string {
  if (!Number.isSafeInteger(fen) || fen < 0) throw new Error(`not an amount in fen: ${fen}`)
  const digits = String(fen).padStart(3, '0')
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/** `199.00` → `19900`; also `199` and `199.5`, as amounts are sometimes written. Undefined when it is no such amount. */
export function fenOf(yuan: string): number | undefined {
  const [, whole, part = ''] = /^(\d{1,12})(?:\.(\d{1,2}))?$/.exec(yuan) ?? []
  return whole === undefined ? undefined : Number(whole + part.padEnd(2, '0'))
}
