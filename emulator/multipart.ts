/** One part of a `multipart/form-data` body; `isFile` when it has a file name or a content type of its own. */
export type Part = { name: string; isFile: boolean; bytes: Buffer }

const BLANK_LINE = Buffer.from('\r\n\r\n')

function partOf(section: Buffer): Part | undefined {
  const headersEnd = section.indexOf(BLANK_LINE)
  if (headersEnd < 0) return undefined
  const headers = section.subarray(0, headersEnd).toString('utf8')
  const name = /content-disposition:[^\r\n]*?[; ]name="([^"]*)"/i.exec(headers)?.[1]
  if (name === undefined) return undefined
  const isFile = /filename\*?=/i.test(headers) || /^content-type: *application\/octet-stream/im.test(headers)
  // The line break before the next boundary belongs to the boundary.
  return { name, isFile, bytes: section.subarray(headersEnd + BLANK_LINE.length, section.length - 2) }
}

/** The parts of a form, bytes untouched. Undefined when the content type names no boundary. */
export function multipart(contentType: string, body: Buffer): Part[] | undefined {
  const boundary = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType)
  if (!boundary) return undefined
  const mark = Buffer.from(`--${boundary[1] ?? boundary[2]}`)
  const parts: Part[] = []
  for (let at = body.indexOf(mark); at >= 0; ) {
    const next = body.indexOf(mark, at + mark.length)
    if (next < 0) break
    const part = partOf(body.subarray(at + mark.length, next))
    if (part) parts.push(part)
    at = next
  }
  return parts
}
