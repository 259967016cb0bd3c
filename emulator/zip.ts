import { crc32, deflateRawSync } from 'node:zlib'

/** A ZIP archive as old tools write it: names in whatever bytes are given, nothing said of their encoding, no times. PKWARE APPNOTE 4.3. */
export function zipped(files: { name: Buffer; bytes: Buffer }[]): Buffer {
  const parts: Buffer[] = []
  const list: Buffer[] = []
  let place = 0
  for (const { name, bytes } of files) {
    const packed = deflateRawSync(bytes)
    // What the local header and the list have in common: version, flags, method, time, date, checksum, sizes, the name's length.
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(8, 4)
    common.writeUInt32LE(crc32(bytes), 10)
    common.writeUInt32LE(packed.length, 14)
    common.writeUInt32LE(bytes.length, 18)
    common.writeUInt16LE(name.length, 22)
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, name, packed])
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(place, 10)
    list.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, tail, name]))
    parts.push(local)
    place += local.length
  }
  const directory = Buffer.concat(list)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(files.length, 8)
  end.writeUInt16LE(files.length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(place, 16)
  return Buffer.concat([...parts, directory, end])
}
