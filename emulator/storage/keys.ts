/** COS allows 850 bytes for an object's key. */
const MAX_KEY_BYTES = 850

/** Why a path cannot be an object's key; undefined when it can. Control characters, empty parts and climbing are refused. */
export function keyFault(path: string): string | undefined {
  if (path === '') return 'the path is empty'
  if (Buffer.byteLength(path) > MAX_KEY_BYTES) return `the path is longer than ${MAX_KEY_BYTES} bytes`
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (/[\u0000-\u001f\u007f\\]/.test(path)) return 'the path holds a control character or a backslash'
  // COS takes them, but the SDK's own encoding of links does not carry them.
  if (/[?#%]/.test(path)) return 'the path holds "?", "#" or "%"'
  if (path.split('/').some((part) => part === '' || part === '.' || part === '..')) {
    return 'the path has an empty part, "." or ".."'
  }
  return undefined
}

export type FileIds = {
  idOf(key: string): string
  /** The key inside a fileID of this environment; undefined for any other text. */
  keyOf(fileId: string): string | undefined
}

/** `cloud://<env>.<bucket>/<path>` */
export function fileIds(envId: string, bucket: string): FileIds {
  const prefix = `cloud://${envId}.${bucket}/`
  return {
    idOf: (key) => prefix + key,
    keyOf(fileId) {
      const key = fileId.startsWith(prefix) ? fileId.slice(prefix.length) : ''
      return keyFault(key) === undefined ? key : undefined
    },
  }
}
