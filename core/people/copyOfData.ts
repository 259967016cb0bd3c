import * as z from 'zod'
import type { Doc, Ports } from '../ports'
import { documentsOf, type Holding, holdings, moreToTell } from './personalData'
import { rules, tries } from './tries'

/** A copy of somebody's data, waiting to be fetched. */
export const DataExport = z.object({
  _id: z.string(),
  userId: z.string(),
  fileIds: z.array(z.string()),
  madeAt: z.string(),
  expiresAt: z.string(),
})

/** How long the addresses work, and how long the files stay. */
const LINK_SECONDS = 15 * 60
const KEPT_MS = 24 * 3_600_000

type Needs = Pick<Ports, 'store' | 'files' | 'ids' | 'clock' | 'vault' | 'shop'>
type Part = { collection: string; title: string; documents: unknown[] }

async function partOf(
  ports: Needs,
  userId: string,
  { collection, title, of, tell }: Pick<Holding, 'title' | 'of' | 'tell'> & { collection: string },
): Promise<Part> {
  const documents: unknown[] = []
  const told = tell ?? ((doc: Doc) => doc)
  for await (const doc of documentsOf(ports, collection, of, userId)) documents.push(told(doc, ports))
  return { collection, title, documents }
}

/** Everything that is kept about somebody, collection by collection; those with nothing in them are named too. */
export async function everythingAbout(ports: Needs, userId: string): Promise<Part[]> {
  const named = Object.entries(holdings).map(([collection, held]) => ({ ...held, collection }))
  const told = [
    ...named.filter(({ tell }) => tell !== null),
    ...moreToTell.map((more) => ({ ...more, tell: holdings[more.collection]?.tell })),
  ]
  const parts: Part[] = []
  // One after the other: a copy is no hurry, and the database serves others too.
  for (const one of told) parts.push(await partOf(ports, userId, one))
  return parts
}

/** UTF-8, which the language itself only knows as escapes of addresses. Half a sign becomes the one for a sign that is lost. */
function utf8(text: string): Uint8Array {
  const escapes = encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd'))
  const signs = escapes.match(/%[0-9A-F]{2}|[^%]/g) ?? []
  return Uint8Array.from(signs, (sign) => (sign.length === 3 ? Number.parseInt(sign.slice(1), 16) : sign.charCodeAt(0)))
}

const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.codePointAt(0) ?? 0};`)

const readable = (value: unknown): string =>
  typeof value === 'object' && value !== null ? JSON.stringify(value, null, 1) : String(value ?? '')

function cardOf(document: unknown): string {
  const rows = Object.entries(Object(document)).map(
    ([name, value]) => `<tr><th>${escaped(name)}</th><td>${escaped(readable(value))}</td></tr>`,
  )
  return `<table>${rows.join('')}</table>`
}

const STYLE =
  'body{max-width:760px;margin:0 auto;padding:24px;font:16px/1.6 sans-serif;color:#1f1b16;background:#fbf8f3}' +
  'h2{margin-top:40px}table{width:100%;margin:12px 0;border-collapse:collapse;background:#fff;table-layout:fixed}' +
  'th,td{padding:6px 12px;border:1px solid #e9e2d8;text-align:left;vertical-align:top;overflow-wrap:anywhere;white-space:pre-wrap}' +
  'th{width:30%;font-weight:500;color:#6b635a}'

/** The same as a page that opens anywhere and asks for nothing. */
function pageOf(parts: Part[], { schoolName, at }: { schoolName: string; at: string }): string {
  const sections = parts.map(
    ({ title, documents }) =>
      `<h2>${escaped(title)}(${documents.length})</h2>${documents.length ? documents.map(cardOf).join('') : '<p>没有</p>'}`,
  )
  const title = `${schoolName}:我的数据`
  return (
    `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
    `<title>${escaped(title)}</title><style>${STYLE}</style></head><body><h1>${escaped(title)}</h1>` +
    `<p>截至 ${escaped(at)}(UTC)。金额单位是分,时间是世界标准时间。</p>${sections.join('')}</body></html>`
  )
}

/**
 * Writes the copy into two private files, one to read and one for machines, and answers addresses that soon stop working.
 * Refuses: TOO_MANY_TRIES after three in a day.
 */
export async function exportData(
  ports: Needs,
  userId: string,
): Promise<{ pageUrl: string; dataUrl: string; expiresAt: string }> {
  await tries(ports).spend(rules.exports, userId)
  const now = ports.clock.now()
  const at = now.toISOString()
  const parts = await everythingAbout(ports, userId)
  const data = JSON.stringify({ school: ports.shop.schoolName, userId, at, parts }, null, 2)
  // A name nobody can guess, though the folder is private as well.
  const folder = `exports/${userId}/${ports.ids.next()}`
  const fileIds = await Promise.all([
    ports.files.put(`${folder}/data.html`, utf8(pageOf(parts, { schoolName: ports.shop.schoolName, at })), 'text/html'),
    ports.files.put(`${folder}/data.json`, utf8(data), 'application/json'),
  ])
  await ports.store.insert('exports', {
    _id: ports.ids.next(),
    userId,
    fileIds,
    madeAt: at,
    expiresAt: new Date(now.getTime() + KEPT_MS).toISOString(),
  })
  const [pageUrl, dataUrl] = await ports.files.addresses(fileIds, LINK_SECONDS)
  if (!pageUrl || !dataUrl) throw new Error('the copy was not kept')
  return { pageUrl, dataUrl, expiresAt: new Date(now.getTime() + LINK_SECONDS * 1000).toISOString() }
}
