import type { Files } from '../../core/ports'
import { app } from './app'

/** The most files the service takes in one call (docs.cloudbase.net, storage getTempFileURL and deleteFile). */
const FILES_AT_ONCE = 50

async function someAddresses(fileIds: string[], maxAge: number): Promise<(string | null)[]> {
  const { fileList } = await app.getTempFileURL({ fileList: fileIds.map((fileID) => ({ fileID, maxAge })) })
  const urlOf = new Map(
    fileList.map(({ fileID, tempFileURL, code }) => [fileID, code === 'SUCCESS' ? tempFileURL : null]),
  )
  return fileIds.map((fileId) => urlOf.get(fileId) ?? null)
}

/**
 * COS answers a signed link with the header that is asked for after it (cloud.tencent.com/document/product/436/57422). What
 * stands there is no part of the link's signature. The name is written as RFC 6266 has it, for signs that are not ASCII.
 */
const keptAs = (url: string, name: string): string => {
  const filename = encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)
  return `${url}${url.includes('?') ? '&' : '?'}response-content-disposition=${encodeURIComponent(`attachment; filename*=UTF-8''${filename}`)}`
}

/** Files in the environment's COS bucket. The content type follows from the path's extension there. */
export const files: Files = {
  async put(path, bytes) {
    const { fileID } = await app.uploadFile({ cloudPath: path, fileContent: Buffer.from(bytes) })
    return fileID
  },
  async addresses(fileIds, ttlSeconds) {
    const parts: Promise<(string | null)[]>[] = []
    for (let at = 0; at < fileIds.length; at += FILES_AT_ONCE)
      parts.push(someAddresses(fileIds.slice(at, at + FILES_AT_ONCE), ttlSeconds))
    return (await Promise.all(parts)).flat()
  },
  async download(fileId, name, ttlSeconds) {
    const [url] = await someAddresses([fileId], ttlSeconds)
    return url ? keptAs(url, name) : null
  },
  async remove(fileIds) {
    for (let at = 0; at < fileIds.length; at += FILES_AT_ONCE)
      await app.deleteFile({ fileList: fileIds.slice(at, at + FILES_AT_ONCE) })
  },
}
