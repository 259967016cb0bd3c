import { randomUUID } from 'node:crypto'
import * as z from 'zod'
import type { DeskClock } from '../clock'
import { contentTypeOf } from '../contentTypes'
import type { Driver } from '../database/driver'
import { type DeskReply, type DeskRequest, json, type Route } from '../http'
import { type Actions, CloudError } from '../wire'
import { fileIds, keyFault } from './keys'
import { openObjects, type StoredObject } from './objects'
import { openPictures, type Rule, ruleIn } from './pictures'
import { sliceOf } from './range'
import { type Permission, storageSigner } from './signature'

/** The SDK's documented default and ceiling for a link, and the time an upload may wait for its bytes. */
const DEFAULT_LINK_SECONDS = 24 * 60 * 60
const UPLOAD_SECONDS = 15 * 60
/** In the cloud files live on a host of their own. Here they share one with the panel, and a page among them must not steer it. */
const MAY_RUN_SCRIPTS = /html|xml/i
/** After a signed link it names the header of the answer (cloud.tencent.com/document/product/436/57422). */
const DISPOSITION = 'response-content-disposition'
/** getTempFileURL and deleteFile take at most this many files at once. */
const MAX_FILES_PER_CALL = 50

export type StorageOptions = {
  driver: Driver
  folder: string
  /** Where pictures are kept that were made smaller. */
  picturesFolder: string
  clock: DeskClock
  envId: string
  bucket: string
  deskUrl(): string
}

export type FileLink = {
  code: 'SUCCESS' | 'STORAGE_FILE_NONEXIST'
  fileID: string
  tempFileURL: string
  maxAge?: number
}

export type StorageService = {
  actions: Actions
  routes: Route[]
  /** Where the bytes of a file that shall have this path are to be sent, and the name it will have. */
  uploadTicket(path: string): { url: string; token: string; authorization: string; fileId: string; cosFileId: string }
  /** A link to a file that works for `maxAge` seconds; a file that is not there says so. */
  link(fileId: string, maxAge?: number): FileLink
  files(): {
    fileID: string
    path: string
    url: string
    contentType: string
    bytes: number
    sha256: string
    uploadedAt: string
  }[]
}

const Upload = z.object({ path: z.string() })
const Links = z.object({
  file_list: z
    .array(z.object({ fileid: z.string(), max_age: z.number().positive().optional() }))
    .max(MAX_FILES_PER_CALL),
})
const Deletion = z.object({ fileid_list: z.array(z.string()).max(MAX_FILES_PER_CALL) })

function asked<T>(shape: z.ZodType<T>, body: unknown): T {
  const parsed = shape.safeParse(body)
  if (!parsed.success) throw new CloudError('INVALID_PARAM', z.prettifyError(parsed.error))
  return parsed.data
}

/** COS's own form of a refusal; the SDK reads Code, Message, RequestId and TraceId from it. */
function cosError(status: number, code: string, message: string, resource: string): DeskReply {
  const escaped = resource.replace(/[<>&]/g, (c) => `&#${c.charCodeAt(0)};`)
  const id = randomUUID()
  return {
    status,
    headers: { 'content-type': 'application/xml' },
    body: `<?xml version='1.0' encoding='utf-8' ?>\n<Error>\n\t<Code>${code}</Code>\n\t<Message>${message}</Message>\n\t<Resource>${escaped}</Resource>\n\t<RequestId>${id}</RequestId>\n\t<TraceId>${id}</TraceId>\n</Error>\n`,
  }
}

/** File storage with COS's signed, expiring links; bytes on disk, facts in the desk's records. */
export async function openStorage({
  driver,
  folder,
  picturesFolder,
  clock,
  envId,
  bucket,
  deskUrl,
}: StorageOptions): Promise<StorageService> {
  const objects = await openObjects(driver, folder)
  const alive = new Set(objects.list().map(({ object }) => object.blob))
  const pictures = await openPictures(picturesFolder, (blob) => alive.has(blob))
  const signer = storageSigner(driver)
  const ids = fileIds(envId, bucket)
  const nowSeconds = () => Math.floor(clock.now() / 1000)
  const urlOf = (key: string) => `${deskUrl()}/storage/${key}`

  function signedUrl(key: string, maxAge: number): string {
    const untilSeconds = nowSeconds() + Math.floor(maxAge)
    return `${urlOf(key)}?sign=${signer.sign({ verb: 'get', key, untilSeconds })}&t=${untilSeconds}`
  }

  /** Why a signature does not open the door, in COS's words. */
  function refused(permission: Permission, signature: string): DeskReply | undefined {
    const resource = `/${permission.key}`
    if (!signer.agrees(permission, signature)) {
      return cosError(403, 'SignatureDoesNotMatch', 'The Signature you specified is invalid.', resource)
    }
    if (permission.untilSeconds < nowSeconds()) return cosError(403, 'AccessDenied', 'Request has expired', resource)
    return undefined
  }

  async function download({ method, url, headers }: DeskRequest): Promise<DeskReply> {
    const key = keyIn(url)
    if (key === undefined) return cosError(400, 'InvalidURI', 'Could not parse the specified URI.', url.pathname)
    const untilSeconds = Number(url.searchParams.get('t') ?? Number.NaN)
    const no = refused({ verb: 'get', key, untilSeconds }, url.searchParams.get('sign') ?? '')
    if (no) return no
    const object = objects.find(key)
    if (!object) return cosError(404, 'NoSuchKey', 'The specified key does not exist.', `/${key}`)
    const secondsLeft = untilSeconds - nowSeconds()
    const rule = ruleIn(url.search)
    if (rule && 'code' in rule) return cosError(400, rule.code, rule.message, `/${key}`)
    if (!rule) {
      const disposition = url.searchParams.get(DISPOSITION)
      const reply = bytesOf(object, method, headers, secondsLeft)
      return disposition ? { ...reply, headers: { ...reply.headers, 'content-disposition': disposition } } : reply
    }
    const picture = await pictureOf(object, rule, method, headers, secondsLeft)
    if (picture) return picture
    if (rule.isForgiving) return bytesOf(object, method, headers, secondsLeft)
    return cosError(400, 'InvalidImageFormat', 'The image format is not supported.', `/${key}`)
  }

  /** The picture as the rule wants it; null when the file is none that can be read. */
  async function pictureOf(
    object: StoredObject,
    rule: Rule,
    method: string,
    headers: Record<string, string>,
    secondsLeft: number,
  ): Promise<DeskReply | null> {
    const whole = async () => Buffer.concat(await objects.read(object, 0, object.bytes - 1).toArray())
    const picture = await pictures.make(object.blob, whole, object.bytes, rule)
    if (!picture) return null
    const facts = { etag: picture.etag, ...keptFor(object, secondsLeft) }
    if (headers['if-none-match'] === picture.etag) return { status: 304, headers: facts }
    return {
      status: 200,
      headers: { 'content-type': picture.contentType, 'content-length': String(picture.bytes.length), ...facts },
      ...(method === 'HEAD' ? {} : { body: picture.bytes }),
    }
  }

  const keptFor = (object: StoredObject, secondsLeft: number) => ({
    'x-content-type-options': 'nosniff',
    'last-modified': new Date(object.uploadedAt).toUTCString(),
    'cache-control': `private, max-age=${Math.max(0, secondsLeft)}`,
  })

  function bytesOf(
    object: StoredObject,
    method: string,
    headers: Record<string, string>,
    secondsLeft: number,
  ): DeskReply {
    const facts = {
      'content-type': object.contentType,
      ...(MAY_RUN_SCRIPTS.test(object.contentType) ? { 'content-security-policy': 'sandbox' } : {}),
      etag: object.etag,
      'accept-ranges': 'bytes',
      ...keptFor(object, secondsLeft),
    }
    if (headers['if-none-match'] === object.etag) return { status: 304, headers: facts }
    const ifRange = headers['if-range']
    const rangeHolds = ifRange === undefined || ifRange === object.etag || ifRange === facts['last-modified']
    const slice = rangeHolds ? sliceOf(headers.range, object.bytes) : 'all'
    if (slice === 'unsatisfiable') {
      return { status: 416, headers: { ...facts, 'content-range': `bytes */${object.bytes}`, 'content-length': '0' } }
    }
    const { start, end } = slice === 'all' ? { start: 0, end: object.bytes - 1 } : slice
    return {
      status: slice === 'all' ? 200 : 206,
      headers: {
        ...facts,
        'content-length': String(end - start + 1),
        ...(slice === 'all' ? {} : { 'content-range': `bytes ${start}-${end}/${object.bytes}` }),
      },
      ...(method === 'HEAD' || object.bytes === 0 ? {} : { body: objects.read(object, start, end) }),
    }
  }

  async function upload({ url, headers, raw }: DeskRequest): Promise<DeskReply> {
    const key = keyIn(url)
    if (key === undefined) return cosError(400, 'InvalidURI', 'Could not parse the specified URI.', url.pathname)
    const [until = '', signature = ''] = (headers.authorization ?? '').split(':')
    const no = refused({ verb: 'put', key, untilSeconds: Number(until) }, signature)
    if (no) {
      raw.resume() // what was sent is read and dropped, or the answer would never be seen
      return no
    }
    const declared = headers['content-type']
    const contentType = declared && declared !== 'application/octet-stream' ? declared : contentTypeOf(key)
    const object = await objects.put(key, raw, { contentType, at: clock.now() })
    // An empty body is how COS says that all is well.
    return { status: 200, headers: { etag: object.etag, 'content-length': '0' } }
  }

  function uploadTicket(path: string) {
    const fault = keyFault(path)
    if (fault) throw new CloudError('INVALID_PARAM', `cloudPath: ${fault}`)
    const untilSeconds = nowSeconds() + UPLOAD_SECONDS
    return {
      url: encodeURI(urlOf(path)),
      token: randomUUID(),
      authorization: `${untilSeconds}:${signer.sign({ verb: 'put', key: path, untilSeconds })}`,
      fileId: ids.idOf(path),
      cosFileId: randomUUID(),
    }
  }

  function link(fileID: string, maxAge = DEFAULT_LINK_SECONDS): FileLink {
    const key = ids.keyOf(fileID)
    if (key === undefined || !objects.find(key)) return { code: 'STORAGE_FILE_NONEXIST', fileID, tempFileURL: '' }
    return { code: 'SUCCESS', fileID, tempFileURL: signedUrl(key, maxAge), maxAge }
  }

  async function remove(fileID: string) {
    const key = ids.keyOf(fileID)
    const removed = key !== undefined && (await objects.remove(key))
    return { fileID, code: removed ? 'SUCCESS' : 'STORAGE_FILE_NONEXIST' }
  }

  const actions: Actions = {
    'storage.getUploadMetadata': ({ body }) => ({ data: uploadTicket(asked(Upload, body).path) }),
    'storage.batchGetDownloadUrl': ({ body }) => ({
      data: { download_list: asked(Links, body).file_list.map(({ fileid, max_age }) => link(fileid, max_age)) },
    }),
    'storage.batchDeleteFile': async ({ body }) => ({
      data: { delete_list: await Promise.all(asked(Deletion, body).fileid_list.map(remove)) },
    }),
  }

  const files: StorageService['files'] = () =>
    objects.list().map(({ key, object: { contentType, bytes, sha256, uploadedAt } }) => ({
      fileID: ids.idOf(key),
      path: key,
      url: encodeURI(signedUrl(key, DEFAULT_LINK_SECONDS)),
      contentType,
      bytes,
      sha256,
      uploadedAt,
    }))

  return {
    actions,
    routes: [
      { method: 'GET', path: '/storage/', handle: download },
      { method: 'HEAD', path: '/storage/', handle: download },
      { method: 'PUT', path: '/storage/', streams: true, handle: upload },
      { method: 'GET', path: '/desk/files', handle: () => json({ files: files() }) },
    ],
    uploadTicket,
    link,
    files,
  }
}

/** The key a URL of the storage names; undefined when it cannot be one. */
function keyIn(url: URL): string | undefined {
  try {
    const key = decodeURIComponent(url.pathname.slice('/storage/'.length))
    return keyFault(key) === undefined ? key : undefined
  } catch {
    return undefined
  }
}
