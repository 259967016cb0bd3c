import { fileOf, leadsAway, markdownLinks, replacePictures } from './markdownLinks'
import { takeFile } from './media'
import { note, pathFrom, type Reading } from './reading'

const MAX_CHARACTERS = 200_000

/**
 * Takes a Markdown text of `file` into the course: its local pictures are checked, come along, and are named from the
 * course folder instead of from `file`. `firstLine` is the file's line where the text begins.
 */
export async function takeArticle(
  reading: Reading,
  file: string,
  markdown: string,
  firstLine: number,
  maxCharacters = MAX_CHARACTERS,
): Promise<string> {
  for (const { kind, to, line } of markdownLinks(markdown)) {
    if (kind !== 'picture') continue
    const fileLine = firstLine + line - 1
    if (!leadsAway(to)) await takeFile(reading, 'picture', fileOf(to), { file, line: fileLine, from: file })
    else if (!/^(https:)?\/\//i.test(to))
      note(reading, file, fileLine, `图片地址要用 https 或课程文件夹里的文件：${to}`)
  }
  const text = replacePictures(markdown, (path) => {
    const place = pathFrom(file, path)
    return place === null ? null : encodeURI(place)
  }).trim()
  if (text.length > maxCharacters)
    note(reading, file, firstLine, `正文有 ${text.length} 个字，最多 ${maxCharacters} 个`)
  return text
}
