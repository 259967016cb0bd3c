import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib'

/** Where a region's addresses begin, up to the next range; regions are named by their place in a list, 0 is nowhere known. */
export type Ranges = { starts: Uint32Array; regions: Uint16Array }

/** Seven bits a byte, the lowest first, the eighth says that more follow. */
function* varint(value: number): Generator<number> {
  let left = value
  for (; left > 0x7f; left = Math.floor(left / 0x80)) yield (left % 0x80) + 0x80
  yield left
}

/** Distances from start to start, then regions, as Brotli in base64: alike stands beside alike. */
export function pack({ starts, regions }: Ranges): string {
  const distances = [...starts].flatMap((start, at) => [...varint(start - (starts[at - 1] ?? 0))])
  const bytes = Buffer.from([...distances, ...[...regions].flatMap((region) => [...varint(region)])])
  const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY }
  return brotliCompressSync(bytes, { params }).toString('base64')
}

export function unpack(packed: string, count: number): Ranges {
  const bytes = brotliDecompressSync(Buffer.from(packed, 'base64'))
  let at = 0
  const next = (): number => {
    let value = 0
    for (let scale = 1; ; scale *= 0x80) {
      const byte = bytes[at++] ?? 0
      value += (byte % 0x80) * scale
      if (byte < 0x80) return value
    }
  }
  const starts = new Uint32Array(count)
  for (let n = 0, start = 0; n < count; n += 1) {
    start += next()
    starts[n] = start
  }
  return { starts, regions: Uint16Array.from({ length: count }, next) }
}
