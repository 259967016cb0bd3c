import { crc32, inflateRawSync } from 'node:zlib'

/** A file in a ZIP archive. */
export type Zipped = { name: string; bytes: Uint8Array }

const END = Buffer.from('PK\x05\x06', 'latin1')
const ENTRY = 0x02014b50
const LOCAL = 0x04034b50
const STORED = 0
const DEFLATED = 8
/** Names are in UTF-8 where this bit says so; Chinese services write theirs in GBK. */
const UTF_8 = 0x0800
/** Nobody's day is as long: what grows beyond is no bill. */
const MOST_BYTES = 64 * 1024 * 1024

function unpacked(archive: Buffer, entry: number): Uint8Array {
  const [method, sum, packedSize, size] = [
    archive.readUInt16LE(entry + 10),
    archive.readUInt32LE(entry + 16),
    archive.readUInt32LE(entry + 20),
    archive.readUInt32LE(entry + 24),
  ]
  const local = archive.readUInt32LE(entry + 42)
  if (archive.readUInt32LE(local) !== LOCAL) throw new Error('a ZIP entry without its file')
  const begin = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28)
  const packed = archive.subarray(begin, begin + packedSize)
  if (method !== STORED && method !== DEFLATED) throw new Error(`ZIP method ${method}`)
  const bytes = method === STORED ? packed : inflateRawSync(packed, { maxOutputLength: MOST_BYTES })
  if (bytes.length !== size || crc32(bytes) !== sum) throw new Error('a ZIP entry whose bytes are not those promised')
  return bytes
}

/** The files of a ZIP archive, each proven by its checksum. Throws for anything that is none, is cut off, or is packed in an unusual way. */
export function unzipped(bytes: Uint8Array): Zipped[] {
  const archive = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  // The end record is the last thing, but for a comment of at most 64 KB.
  const end = archive.lastIndexOf(END)
  if (end < 0) throw new Error('no ZIP')
  const files: Zipped[] = []
  let entry = archive.readUInt32LE(end + 16)
  for (let left = archive.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (archive.readUInt32LE(entry) !== ENTRY) throw new Error('a ZIP with a broken list')
    const [nameSize, extraSize, commentSize] = [28, 30, 32].map((at) => archive.readUInt16LE(entry + at))
    const encoding = archive.readUInt16LE(entry + 8) & UTF_8 ? 'utf-8' : 'gbk'
    const name = new TextDecoder(encoding).decode(archive.subarray(entry + 46, entry + 46 + (nameSize ?? 0)))
    if (!name.endsWith('/')) files.push({ name, bytes: unpacked(archive, entry) })
    entry += 46 + (nameSize ?? 0) + (extraSize ?? 0) + (commentSize ?? 0)
  }
  return files
}
