import { isIP } from 'node:net'
import type { Region } from '../../core/contract/reviewShapes'
import { unpack } from './packing'
import regions from './regions.json'

const { starts, regions: regionAt } = unpack(regions.packed, regions.ranges)

const numberOf = (address: string): number => address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)

/** The last range that begins at or before this number. */
function rangeAt(number: number): number {
  let from = 0
  let to = starts.length - 1
  while (from < to) {
    const middle = Math.ceil((from + to) / 2)
    if ((starts[middle] ?? 0) <= number) from = middle
    else to = middle - 1
  }
  return from
}

/** The table knows IPv4 alone, and IPv4 that is written as IPv6. */
export function regionOf(address: string): Region | null {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '')
  if (isIP(plain) !== 4) return null
  const [zh, en] = regions.names[regionAt[rangeAt(numberOf(plain))] ?? 0] ?? []
  return zh && en ? { zh, en } : null
}
