import * as z from 'zod'
import type { Input, Output } from '../contract'
import type { HomeSettings } from '../contract/arrangeHome'
import { AppError } from '../contract/errors'
import type { Caller, Ports } from '../ports'
import { homeSettingsOf, saveHomeSettings } from '../settings/homeSettings'
import { accentFrom } from './accent'
import { homePage, mineOf } from './homePage'
import { prepare, prepared, rowsFor } from './prepared'

type Needs = Pick<Ports, 'store' | 'files' | 'ids' | 'clock' | 'shop'>
type Answer<A> = Extract<Output<'arrangeHome'>, { action: A }>

const PICTURE_TTL_SECONDS = 3600
const MAX_PICTURE_BYTES = 500 * 1024

const signatures = [
  { start: [0x89, 0x50, 0x4e, 0x47], type: 'image/png', extension: 'png' },
  { start: [0xff, 0xd8, 0xff], type: 'image/jpeg', extension: 'jpg' },
]

/** What fields alone cannot say: blocks told apart, a colour that words can be read on. */
function refuseContradictions({ blocks, blossom }: HomeSettings): void {
  const ids = blocks.map(({ id }) => id)
  const twice = ids.find((id, at) => ids.indexOf(id) !== at)
  if (twice) throw new AppError('BAD_INPUT', { block: twice, reason: 'two blocks of this id' })
  accentFrom(blossom)
}

async function arranged(
  ports: Needs,
  action: 'look' | 'save',
  { settings, changedAt }: { settings: HomeSettings; changedAt: string | null },
): Promise<Answer<'look' | 'save'>> {
  const fileIds = settings.blocks.flatMap((block) => (block.kind === 'text' ? (block.pictureFileId ?? []) : []))
  const [window, urls] = await Promise.all([
    prepared(ports).window(),
    fileIds.length ? ports.files.addresses(fileIds, PICTURE_TTL_SECONDS) : [],
  ])
  return {
    action,
    settings,
    changedAt,
    categories: window.tree.map(({ path, name }) => ({ path, name })),
    pictures: fileIds.map((fileId, at) => ({ fileId, url: urls[at] ?? null })),
  }
}

async function preview(ports: Needs, userId: string, settings: HomeSettings): Promise<Answer<'preview'>> {
  const [window, rows, mine] = await Promise.all([
    prepared(ports).window(),
    rowsFor(ports, settings.blocks),
    mineOf(ports, userId),
  ])
  const { shopName, blocks, blossom } = settings
  const page = await homePage(ports, { ...window, shopName, blocks, accent: accentFrom(blossom), rows }, mine)
  return { action: 'preview', page }
}

async function picture({ files, ids }: Needs, base64: string): Promise<Answer<'picture'>> {
  const bytes = z.util.base64ToUint8Array(base64)
  const kind = signatures.find(({ start }) => start.every((byte, at) => bytes[at] === byte))
  if (!kind) throw new AppError('PICTURE_REFUSED', { reason: 'neither PNG nor JPEG' })
  if (bytes.length > MAX_PICTURE_BYTES) throw new AppError('PICTURE_REFUSED', { reason: 'too large' })
  const fileId = await files.put(`home/${ids.next()}.${kind.extension}`, bytes, kind.type)
  const [url] = await files.addresses([fileId], PICTURE_TTL_SECONDS)
  return { action: 'picture', fileId, url: url ?? null }
}

/** Refuses: COLOUR_TOO_PALE {ratio}, CHANGED_MEANWHILE when somebody else saved since `look`, PICTURE_REFUSED {reason}. */
export const arrangeHome =
  (ports: Needs) =>
  async ({ userId }: Caller, input: Input<'arrangeHome'>): Promise<Output<'arrangeHome'>> => {
    if (input.action === 'look') return arranged(ports, 'look', await homeSettingsOf(ports))
    if (input.action === 'picture') return picture(ports, input.base64)
    // The door has filled in what was left out; a caller inside the house hands in the whole.
    const settings = input.settings as HomeSettings
    refuseContradictions(settings)
    if (input.action === 'preview') return preview(ports, userId, settings)
    const changedAt = await saveHomeSettings(ports, settings, { by: userId, since: input.changedAt })
    if (!changedAt) throw new AppError('CHANGED_MEANWHILE')
    await prepare(ports)
    return arranged(ports, 'save', { settings, changedAt })
  }
