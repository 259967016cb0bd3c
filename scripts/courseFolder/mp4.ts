import type { FileHandle } from 'node:fs/promises'

type Box = { type: string; start: number; bodyStart: number; end: number }

const MAX_BOXES = 10_000

async function bytesAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position)
  return buffer.subarray(0, bytesRead)
}

/** The boxes between two places (ISO/IEC 14496-12, 4.2); null when one is cut off or malformed. */
async function boxesIn(file: FileHandle, from: number, to: number): Promise<Box[] | null> {
  const boxes: Box[] = []
  for (let start = from; start + 8 <= to; ) {
    const head = await bytesAt(file, start, 16)
    const size32 = head.readUInt32BE(0)
    const isLarge = size32 === 1
    if (isLarge && head.length < 16) return null
    const size = isLarge ? Number(head.readBigUInt64BE(8)) : size32 === 0 ? to - start : size32
    const box = { type: head.toString('latin1', 4, 8), start, bodyStart: start + (isLarge ? 16 : 8), end: start + size }
    if (box.end < box.bodyStart || box.end > to || boxes.length === MAX_BOXES) return null
    boxes.push(box)
    start = box.end
  }
  return boxes
}

/** Length and kinds of track (`vide`, `soun`) of an MP4 or M4A; null when the file is damaged, cut off, or fragmented. */
export async function measureMp4(
  file: FileHandle,
  bytes: number,
): Promise<{ durationSeconds: number; tracks: string[] } | null> {
  const moov = (await boxesIn(file, 0, bytes))?.find(({ type }) => type === 'moov')
  const parts = moov && (await boxesIn(file, moov.bodyStart, moov.end))
  const mvhd = parts?.find(({ type }) => type === 'mvhd')
  if (!parts || !mvhd) return null
  const durationSeconds = durationOf(await bytesAt(file, mvhd.bodyStart, 32))
  if (durationSeconds === null) return null

  const tracks: string[] = []
  for (const trak of parts.filter(({ type }) => type === 'trak')) tracks.push(await trackKind(file, trak))
  return { durationSeconds, tracks }
}

/** `mvhd` (8.2.2): version 0 keeps times in 32 bits, version 1 in 64. */
function durationOf(mvhd: Buffer): number | null {
  if (mvhd.length < 32) return null
  const isLong = mvhd.readUInt8(0) === 1
  const timescale = mvhd.readUInt32BE(isLong ? 20 : 12)
  const duration = isLong ? Number(mvhd.readBigUInt64BE(24)) : mvhd.readUInt32BE(16)
  return timescale > 0 && duration > 0 ? duration / timescale : null
}

/** The handler of a track (`trak/mdia/hdlr`, 8.4.3); empty when it has none. */
async function trackKind(file: FileHandle, trak: Box): Promise<string> {
  const mdia = (await boxesIn(file, trak.bodyStart, trak.end))?.find(({ type }) => type === 'mdia')
  const hdlr = mdia && (await boxesIn(file, mdia.bodyStart, mdia.end))?.find(({ type }) => type === 'hdlr')
  return hdlr ? (await bytesAt(file, hdlr.bodyStart + 8, 4)).toString('latin1') : ''
}
