/** One field of a protobuf message: a varint, or bytes that may be text or another message. */
export type Field = { number: number; value: number | Buffer }

function varint(bytes: Buffer, at: number): { value: number; next: number } {
  let value = 0
  for (let shift = 0, next = at; next < bytes.length; shift += 7, next += 1) {
    const byte = bytes[next] ?? 0
    // Not a bit shift: those end at 32 bits.
    value += (byte & 0x7f) * 2 ** shift
    if (byte < 0x80) return { value, next: next + 1 }
  }
  throw new Error('the protobuf message ends inside a number')
}

/** The fields of a message in their order. Only the two wire types of the openapi envelope exist here. */
export function decodeFields(bytes: Buffer): Field[] {
  const fields: Field[] = []
  for (let at = 0; at < bytes.length; ) {
    const tag = varint(bytes, at)
    const number = Math.floor(tag.value / 8)
    const wireType = tag.value % 8
    const head = varint(bytes, tag.next)
    if (wireType === 0) {
      fields.push({ number, value: head.value })
      at = head.next
    } else if (wireType === 2) {
      const end = head.next + head.value
      if (end > bytes.length) throw new Error('the protobuf message ends inside a field')
      fields.push({ number, value: bytes.subarray(head.next, end) })
      at = end
    } else throw new Error(`protobuf wire type ${wireType} is not part of the openapi envelope`)
  }
  return fields
}

function encodeVarint(value: number): Buffer {
  // A negative int32 travels as ten bytes of its 64-bit two's complement.
  let rest = BigInt.asUintN(64, BigInt(value))
  const bytes: number[] = []
  do {
    const low = Number(rest & 0x7fn)
    rest >>= 7n
    bytes.push(rest === 0n ? low : low | 0x80)
  } while (rest !== 0n)
  return Buffer.from(bytes)
}

/** A message of these fields; text is UTF-8. */
export function encodeFields(fields: { number: number; value: number | string | Buffer }[]): Buffer {
  const pieces = fields.flatMap(({ number, value }) => {
    if (typeof value === 'number') return [encodeVarint(number * 8), encodeVarint(value)]
    const bytes = Buffer.from(value as Uint8Array) // a string or a Buffer: `from` takes both
    return [encodeVarint(number * 8 + 2), encodeVarint(bytes.length), bytes]
  })
  return Buffer.concat(pieces)
}
