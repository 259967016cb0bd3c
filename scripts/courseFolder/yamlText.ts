import { type Document, isMap, isScalar, LineCounter, type Node, parseDocument, visit } from 'yaml'
import type * as z from 'zod'
import { note, type Reading } from './reading'

/** A piece of YAML in a file: `firstLine` is the file's line where it begins. */
export type YamlText = { file: string; text: string; firstLine: number }

/** What a piece of YAML says. */
export type Fields<T> = {
  /** Null when something was wrong; then the mistakes are noted. */
  value: T | null
  /** As it was written, unchecked: so that one wrong field does not hide what is wrong with the others. */
  written: unknown
  lineOf(...path: PropertyKey[]): number
}

const yamlWords: Record<string, string> = {
  ALIAS: '星号开头的文字请加引号',
  BAD_SCALAR_START: '符号开头的文字请加引号',
  BAD_INDENT: '缩进不对',
  BLOCK_AS_IMPLICIT_KEY: '字段要一行一个，含冒号的文字请加引号',
  DUPLICATE_KEY: '同一个字段写了两次',
  MISSING_CHAR: '少了一个符号（引号、括号、冒号或换行）',
  MULTILINE_IMPLICIT_KEY: '字段名不能跨行',
  TAB_AS_INDENT: '缩进要用空格，不能用 Tab',
  UNEXPECTED_TOKEN: '多了一个认不出的符号',
}

/**
 * Reads YAML and checks it, noting every mistake with its line. Every value arrives as the text that was written
 * (`9.90` stays `9.90`, `2024` may be a title), so a schema says what it means. Null when it is not YAML.
 */
export function checkYaml<S extends z.ZodType>(
  reading: Reading,
  { file, text, firstLine }: YamlText,
  schema: S,
): Fields<z.output<S>> | null {
  const lines = new LineCounter()
  const document = parseDocument(text, { schema: 'failsafe', lineCounter: lines, prettyErrors: false })
  const lineAt = (offset: number): number => lines.linePos(offset).line + firstLine - 1
  // One slip often breaks several rules at once: the first of a line says enough.
  const slips = new Map(
    slipsIn(document).map(({ code, offset }) => [lineAt(openQuoteBefore(document, offset) ?? offset), code]),
  )
  for (const [line, code] of slips)
    note(reading, file, line, `YAML 格式有误：${yamlWords[code] ?? '这里读不懂'}（${code}）`)
  if (slips.size > 0) return null

  // An empty text is an empty list of fields, so that what is missing is named.
  const written: unknown = document.toJS() ?? {}
  const lineOf = (...path: PropertyKey[]): number => lineAt(offsetOf(document.contents, path))
  const checked = schema.safeParse(written)
  if (checked.success) return { value: checked.data, written, lineOf }
  for (const issue of firstOfEachPath(checked.error.issues)) {
    if (issue.code !== 'unrecognized_keys') note(reading, file, lineOf(...issue.path), issue.message)
    else for (const key of issue.keys) note(reading, file, lineOf(...issue.path, key), `不认识字段 ${key}`)
  }
  return { value: null, written, lineOf }
}

/** What keeps a text from being YAML as we take it, the last first. An alias is `*重要*` without quotes, not a wish to repeat. */
function slipsIn(document: Document.Parsed): { code: string; offset: number }[] {
  const slips = document.errors.map(({ code, pos }) => ({ code: String(code), offset: pos[0] }))
  visit(document, {
    Alias(_key, { range }) {
      slips.push({ code: 'ALIAS', offset: range?.[0] ?? 0 })
    },
  })
  return slips.reverse()
}

/** Zod counts the length even of what is no list; the first thing it says of a value is the one to put right. */
function firstOfEachPath(issues: readonly z.core.$ZodIssue[]): z.core.$ZodIssue[] {
  const isFirst = ({ path }: z.core.$ZodIssue, place: number): boolean =>
    issues.findIndex((other) => String(other.path) === String(path)) === place
  return issues.filter((issue, place) => issue.code === 'unrecognized_keys' || isFirst(issue, place))
}

/** A quote that was never closed is missed at the end of the text; the place to look at is where it opens. */
function openQuoteBefore(document: Document.Parsed, offset: number): number | null {
  let opened: number | null = null
  visit(document, {
    Scalar(_key, { type, range }) {
      const isQuoted = type === 'QUOTE_DOUBLE' || type === 'QUOTE_SINGLE'
      if (isQuoted && range && range[0] < offset && offset <= range[1]) opened = range[0]
    },
  })
  return opened
}

/** Where the field at `path` begins; where its nearest parent does, when it is missing. */
function offsetOf(node: Node | null, path: readonly PropertyKey[]): number {
  const start = node?.range?.[0] ?? 0
  const [step, ...rest] = path
  if (node === null || step === undefined) return start
  if (isMap(node)) {
    const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step))
    if (!pair || !isScalar(pair.key)) return start
    const value = pair.value as Node | null // parseDocument makes nodes of all values
    return rest.length > 0 && value ? offsetOf(value, rest) : (pair.key.range?.[0] ?? start)
  }
  const items = 'items' in node ? (node.items as Node[]) : [] // a list: neither pairs nor scalars remain
  const item = items[Number(step)]
  return item ? offsetOf(item, rest) : start
}
