import { unzipped } from '../zip'

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
const plain = (text: string): string =>
  text.replace(/&(?:#(\d+)|#x([0-9a-fA-F]+)|(\w+));/g, (whole, decimal, hex, name) =>
    decimal || hex
      ? String.fromCodePoint(Number.parseInt(decimal ?? hex, decimal ? 10 : 16))
      : (ENTITIES[name] ?? whole),
  )
/** The text of `<t>` elements, which a formatted text has several of. */
const textIn = (xml: string): string =>
  [...xml.matchAll(/<t(?:\s[^>]*)?>([\s\S]*?)<\/t>/g)].map(([, text = '']) => plain(text)).join('')

/** `C7` is in the third column. */
const columnOf = (reference: string): number =>
  [...(/^[A-Z]+/.exec(reference)?.[0] ?? '')].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1

/**
 * The first sheet of an XLSX file, each row as texts (ECMA-376, parts `sheetData` and `sst`): shared texts, texts in place, and numbers as they are written.
 * Throws for what is no such file.
 */
function sheetRows(file: Uint8Array): string[][] {
  const parts = new Map(unzipped(file).map(({ name, bytes }) => [name, Buffer.from(bytes).toString('utf8')]))
  const sheet = [...parts.keys()].filter((name) => /^xl\/worksheets\/[^/]+\.xml$/.test(name)).sort()[0]
  if (sheet === undefined) throw new Error('no sheet')
  const shared = [...(parts.get('xl/sharedStrings.xml') ?? '').matchAll(/<si>([\s\S]*?)<\/si>/g)].map(([, si = '']) =>
    textIn(si),
  )
  return [...(parts.get(sheet) ?? '').matchAll(/<row[^>]*>([\s\S]*?)<\/row>/g)].map(([, row = '']) => {
    const cells: string[] = []
    for (const [, attributes = '', inside = ''] of row.matchAll(/<c\s([^>]*?)(?:\/>|>([\s\S]*?)<\/c>)/g)) {
      const value = plain(/<v>([\s\S]*?)<\/v>/.exec(inside)?.[1] ?? '')
      const kind = /\bt="(\w+)"/.exec(attributes)?.[1]
      const place = columnOf(/\br="([A-Z]+\d+)"/.exec(attributes)?.[1] ?? '')
      cells[place < 0 ? cells.length : place] =
        kind === 's' ? (shared[Number(value)] ?? '') : kind === 'inlineStr' ? textIn(inside) : value
    }
    return Array.from(cells, (cell) => cell ?? '')
  })
}

/** A table as WeChat's console gives it: an XLSX file, or CSV in UTF-8. Throws for what is neither. */
export function tableIn(file: Uint8Array): string[][] {
  const isZip = file[0] === 0x50 && file[1] === 0x4b
  if (isZip) return sheetRows(file)
  const text = new TextDecoder('utf-8', { fatal: true }).decode(file)
  return text
    .split(/\r?\n/)
    .filter((line) => line !== '')
    .map((line) => line.split(',').map((cell) => cell.replace(/^[`"\t]+|["\t]+$/g, '')))
}
