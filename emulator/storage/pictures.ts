import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * The storage's picture service (数据万象, `imageMogr2`): `&imageMogr2/thumbnail/480x/format/webp` after a link gives that
 * picture instead. What stands there is no part of the link's signature (docs.cloudbase.net/storage/extension).
 * Of its operations the desk has those the product uses and refuses the others by name.
 */

/** Widths, heights and pixels of a result (cloud.tencent.com/document/product/436/44880). */
const MAX_SIDE = 9999
const MAX_SOURCE_BYTES = 32 * 1024 * 1024
const OPERATION = 'imageMogr2'
const FORMATS = ['webp', 'jpg', 'png'] as const

type Format = (typeof FORMATS)[number]
export type Rule = { width?: number; height?: number; format?: Format; quality?: number; isForgiving: boolean }
export type Refusal = { code: 'InvalidArgument' | 'NotEmulated'; message: string }

/** What a link asks to be done to its picture: undefined when nothing is asked. */
export function ruleIn(search: string): Rule | Refusal | undefined {
  const asked = search
    .slice(1)
    .split('&')
    .map((part) => decodeURIComponent(part.replace(/=$/, '')))
    .find((part) => part.startsWith(`${OPERATION}/`))
  if (asked === undefined) return undefined
  const words = asked.slice(OPERATION.length + 1).split('/')
  const rule: Rule = { isForgiving: false }
  for (let at = 0; at < words.length; at += 2) {
    const refusal = take(rule, words[at] ?? '', words[at + 1] ?? '')
    if (refusal) return refusal
  }
  return rule
}

const invalid = (name: string, value: string): Refusal => ({
  code: 'InvalidArgument',
  message: `the value "${value}" of ${OPERATION}/${name} is not one it takes`,
})

function take(rule: Rule, name: string, value: string): Refusal | undefined {
  if (name === 'thumbnail') return takeSize(rule, value)
  if (name === 'format') {
    const format = FORMATS.find((one) => one === value)
    if (!format) return invalid(name, value)
    rule.format = format
  } else if (name === 'quality') {
    if (!/^\d+$/.test(value) || Number(value) < 1 || Number(value) > 100) return invalid(name, value)
    rule.quality = Number(value)
  } else if (name === 'ignore-error') {
    if (value !== '1') return invalid(name, value)
    rule.isForgiving = true
  } else {
    return { code: 'NotEmulated', message: `${OPERATION}/${name} is not emulated on this desk` }
  }
  return undefined
}

/** `640x`, `x355` or `640x355`: of the two measures the one that makes it smaller. */
function takeSize(rule: Rule, value: string): Refusal | undefined {
  const [, width = '', height = ''] = /^(\d*)x(\d*)$/.exec(value) ?? []
  const sides = [width, height].filter((side) => side !== '').map(Number)
  if (sides.length === 0 && /[!@<>rp]/.test(value))
    return { code: 'NotEmulated', message: `${OPERATION}/thumbnail/${value} is not emulated on this desk` }
  if (sides.length === 0 || sides.some((side) => side < 1 || side > MAX_SIDE)) return invalid('thumbnail', value)
  if (width !== '') rule.width = Number(width)
  if (height !== '') rule.height = Number(height)
  return undefined
}

const TYPES: Record<string, string> = { webp: 'image/webp', jpg: 'image/jpeg', jpeg: 'image/jpeg', png: 'image/png' }

/** A picture made by a rule. `etag` changes with the rule. */
export type Picture = { bytes: Buffer; contentType: string; etag: string }

export type Pictures = {
  /** Makes the picture, or takes the one that was made before; null when the file is no picture it can read. */
  make(blob: string, read: () => Promise<Buffer>, bytes: number, rule: Rule): Promise<Picture | null>
}

/** Keeps what was made in `folder`, named after the file it came from; what belongs to no living file goes at the opening. */
export async function openPictures(folder: string, isAlive: (blob: string) => boolean): Promise<Pictures> {
  await mkdir(folder, { recursive: true })
  for (const name of await readdir(folder)) if (!isAlive(name.split('.')[0] ?? '')) await rm(join(folder, name))

  return {
    async make(blob, read, bytes, rule) {
      if (bytes > MAX_SOURCE_BYTES) return null
      const { isForgiving, ...what } = rule
      const key = createHash('sha256').update(JSON.stringify(what)).digest('hex').slice(0, 16)
      const etag = `"${blob.slice(0, 8)}-${key}"`
      for (const [ending, contentType] of Object.entries(TYPES)) {
        const file = join(folder, `${blob}.${key}.${ending}`)
        if (existsSync(file)) return { bytes: await readFile(file), contentType, etag }
      }
      const made = await draw(await read(), rule)
      if (!made) return null
      const file = join(folder, `${blob}.${key}.${made.ending}`)
      await writeFile(`${file}.part`, made.bytes)
      await rename(`${file}.part`, file)
      return { bytes: made.bytes, contentType: TYPES[made.ending] ?? '', etag }
    },
  }
}

async function draw(source: Buffer, rule: Rule): Promise<{ bytes: Buffer; ending: string } | null> {
  // Loaded when first needed: most desks of tests never show a picture.
  const { default: sharp } = await import('sharp')
  const picture = sharp(source, { limitInputPixels: 250_000_000 })
  const known = await picture.metadata().catch(() => null)
  const ending = rule.format ?? (known?.format === 'jpeg' ? 'jpg' : known?.format)
  if (!known || !ending || !TYPES[ending]) return null
  const size = { ...(rule.width && { width: rule.width }), ...(rule.height && { height: rule.height }) }
  const sized = picture.rotate().resize({ ...size, fit: 'inside' })
  const quality = rule.quality === undefined ? {} : { quality: rule.quality }
  const bytes = await (ending === 'webp' ? sized.webp(quality) : ending === 'png' ? sized.png() : sized.jpeg(quality))
    .toBuffer()
    .catch(() => null)
  return bytes && { bytes, ending }
}
