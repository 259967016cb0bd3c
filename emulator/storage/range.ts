/** Which bytes to send, both ends included; `all` for no (or an unreadable) range, `unsatisfiable` for 416. */
export type Slice = 'all' | 'unsatisfiable' | { start: number; end: number }

/** RFC 9110 §14. Several ranges at once are answered whole, as COS does. */
export function sliceOf(header: string | undefined, bytes: number): Slice {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '')
  if (!match) return 'all'
  const [, from = '', to = ''] = match
  if (from === '' && to === '') return 'all'
  if (from === '') {
    const last = Number(to)
    return last === 0 || bytes === 0 ? 'unsatisfiable' : { start: Math.max(0, bytes - last), end: bytes - 1 }
  }
  const start = Number(from)
  const end = to === '' ? bytes - 1 : Math.min(Number(to), bytes - 1)
  if (to !== '' && Number(to) < start) return 'all'
  return start >= bytes ? 'unsatisfiable' : { start, end }
}
