/** MPEG audio layer III frame headers (ISO/IEC 11172-3, 2.4.1.3; 13818-3 for the lower rates). */
type Frame = { length: number; samples: number; sampleRate: number; sideInfo: number }

const KILOBITS_MPEG1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320]
const KILOBITS_MPEG2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160]
/** By version bits: 0 is MPEG 2.5, 2 is MPEG 2, 3 is MPEG 1. */
const SAMPLE_RATES: Record<number, number[]> = {
  0: [11025, 12000, 8000],
  2: [22050, 24000, 16000],
  3: [44100, 48000, 32000],
}

function frameAt(bytes: Buffer, at: number): Frame | null {
  if (at + 4 > bytes.length) return null
  const head = bytes.readUInt32BE(at)
  const version = (head >>> 19) & 3
  const isLayer3 = head >>> 21 === 0x7ff && ((head >>> 17) & 3) === 1
  const isMpeg1 = version === 3
  const kilobits = (isMpeg1 ? KILOBITS_MPEG1 : KILOBITS_MPEG2)[(head >>> 12) & 15]
  const sampleRate = SAMPLE_RATES[version]?.[(head >>> 10) & 3]
  if (!isLayer3 || !kilobits || !sampleRate) return null
  const samples = isMpeg1 ? 1152 : 576
  const length = Math.floor(((samples / 8) * kilobits * 1000) / sampleRate) + ((head >>> 9) & 1)
  const isMono = ((head >>> 6) & 3) === 3
  return { length, samples, sampleRate, sideInfo: isMpeg1 ? (isMono ? 17 : 32) : isMono ? 9 : 17 }
}

/** Where sound begins: behind an ID3v2 tag, whose size is written seven bits to the byte. */
function soundStart(bytes: Buffer): number {
  if (bytes.length < 10 || bytes.toString('latin1', 0, 3) !== 'ID3') return 0
  const size = [6, 7, 8, 9].reduce((sum, at) => sum * 128 + (bytes.readUInt8(at) & 127), 0)
  return 10 + size + (bytes.readUInt8(5) & 16 ? 10 : 0)
}

/** Whether this looks like an MP3: a tag, or a frame at the very start. */
export const startsLikeMp3 = (bytes: Buffer): boolean =>
  bytes.toString('latin1', 0, 3) === 'ID3' || frameAt(bytes, 0) !== null

/** Seconds of sound in an MP3: from its Xing/Info header where it has one, else by walking every frame; null when there is none. */
export function measureMp3(bytes: Buffer): number | null {
  const start = soundStart(bytes)
  const first = frameAt(bytes, start)
  if (!first) return null
  return announcedSeconds(bytes, start, first) ?? walkedSeconds(bytes, start, first)
}

/** The first frame of most files carries the number of frames that follow, and how much silence the encoder added. */
function announcedSeconds(bytes: Buffer, start: number, frame: Frame): number | null {
  const xing = start + 4 + frame.sideInfo
  if (xing + 144 > bytes.length || !['Xing', 'Info'].includes(bytes.toString('latin1', xing, xing + 4))) return null
  const flags = bytes.readUInt32BE(xing + 4)
  if ((flags & 1) === 0) return null
  const samples = bytes.readUInt32BE(xing + 8) * frame.samples
  // With all four optional fields present the encoder's own tag stands at 120; delay and padding are 12 bits each.
  const hasEncoderTag = (flags & 15) === 15 && /^L[A-Z]/i.test(bytes.toString('latin1', xing + 120, xing + 122))
  const silence = hasEncoderTag ? bytes.readUIntBE(xing + 141, 3) : 0
  return (samples - (silence >>> 12) - (silence & 0xfff)) / frame.sampleRate
}

function walkedSeconds(bytes: Buffer, start: number, first: Frame): number {
  let seconds = 0
  let at = start
  for (let frame: Frame | null = first; frame; frame = frameAt(bytes, at)) {
    seconds += frame.samples / frame.sampleRate
    at += frame.length
  }
  return seconds
}
