import type * as z from 'zod'
import { note, type Reading, readText } from './reading'
import { checkYaml, type Fields } from './yamlText'

/** A Markdown file with fields on top. `fields` is null when they are not YAML. */
export type FrontMatter<T> = { fields: Fields<T> | null; body: string; bodyLine: number }

/** Reads `---`, fields, `---`, text. Null when the file is not even that; the mistake is noted. */
export async function readFrontMatter<S extends z.ZodType>(
  reading: Reading,
  file: string,
  schema: S,
): Promise<FrontMatter<z.output<S>> | null> {
  const text = await readText(reading, file)
  if (text === null) return null
  const lines = text.split('\n')
  if (lines[0]?.trimEnd() !== '---') {
    note(reading, file, 1, '第一行要是 ---，下面写字段，再用一行 --- 结束')
    return null
  }
  const end = lines.findIndex((line, index) => index > 0 && line.trimEnd() === '---')
  if (end === -1) {
    note(reading, file, 1, '开头的字段没有用一行 --- 结束')
    return null
  }
  const fields = checkYaml(reading, { file, text: `${lines.slice(1, end).join('\n')}\n`, firstLine: 2 }, schema)
  return { fields, body: lines.slice(end + 1).join('\n'), bodyLine: end + 2 }
}
