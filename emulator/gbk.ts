let known: Map<string, Buffer> | undefined

/** Every character of GBK with its two bytes, told by the decoder that Node has: it has no encoder. */
function table(): Map<string, Buffer> {
  const decoder = new TextDecoder('gbk')
  const made = new Map<string, Buffer>()
  for (let lead = 0x81; lead <= 0xfe; lead += 1)
    for (let trail = 0x40; trail <= 0xfe; trail += 1) {
      const bytes = Buffer.from([lead, trail])
      const text = decoder.decode(bytes)
      if (text.length === 1 && text !== '\uFFFD' && !made.has(text)) made.set(text, bytes)
    }
  return made
}

/** A text in GBK; what GBK has not becomes a question mark. */
export function gbk(text: string): Buffer {
  known ??= table()
  const all = known
  return Buffer.concat(
    [...text].map((sign) => (sign < '\x80' ? Buffer.from(sign) : (all.get(sign) ?? Buffer.from('?')))),
  )
}
