import { posix } from 'node:path'
import { marked, type Token } from 'marked'
import { takeArticle } from './article'
import { CourseFields, type CourseHead, givenFields, headOf } from './course'
import type { CourseDefaults, LessonDraft } from './draft'
import { fileOf, leadsAway, type MarkdownLink, markdownLinks } from './markdownLinks'
import { kindOf, liesInside, note, pathFrom, type Reading, readText } from './reading'
import { readingSeconds } from './readingTime'
import { markedSlugOf, slugOf } from './slug'

type Chapter = { path: string; linkText: string }
type Heading = { depth: number; text: string; start: number; end: number }

const SUMMARY_LENGTH = 200
const TITLE_LENGTH = 120
const DESCRIPTION_LENGTH = 20_000
const MAX_LESSONS = 300
const CONTENTS = /目\s*[录錄次]|章节|contents|chapters|outline/i
/** Pages that stand beside a book and are no part of it. */
const ABOUT_THE_PROJECT = /^(readme|license|licence|contributing|changelog|code_of_conduct|security)\b.*\.md$/i

/** Reads an ordinary Markdown book: `readme` with a table of contents, one file a lesson. Mistakes are noted. */
export async function readBook(
  reading: Reading,
  readme: string,
  defaults: CourseDefaults,
): Promise<{ head: CourseHead | null; lessons: LessonDraft[] }> {
  const text = await readText(reading, readme)
  if (text === null) return { head: null, lessons: [] }
  const headings = headingsOf(text)
  const contents = contentsOf(text, headings)
  const linked = await chaptersOf(reading, readme, text, contents)
  const chapters = linked.length > 0 ? linked : await chaptersOfSummary(reading)
  if (chapters.length === 0) note(reading, readme, null, '目录里没有一个指向 .md 文件的链接，不知道有哪些课')
  if (chapters.length > MAX_LESSONS) note(reading, readme, null, `有 ${chapters.length} 节课，最多 ${MAX_LESSONS} 节`)

  const lessons: LessonDraft[] = []
  for (const chapter of chapters) {
    const lesson = await readChapter(reading, chapter)
    const isTaken = lessons.some(({ id }) => id === lesson?.id)
    if (lesson) lessons.push(isTaken ? { ...lesson, id: markedSlugOf(nameOf(chapter.path)) } : lesson)
  }
  return { head: await readHead(reading, readme, text, headings, contents, defaults), lessons }
}

const nameOf = (path: string): string => path.replace(/\.(md|markdown)$/i, '')

/** The headings of a text outside code, with the place of each. */
function headingsOf(markdown: string): Heading[] {
  let start = 0
  const headings: Heading[] = []
  for (const token of marked.lexer(markdown)) {
    const end = start + token.raw.length
    if (token.type === 'heading') headings.push({ depth: token.depth, text: plainText([token]), start, end })
    start = end
  }
  return headings
}

/** Where the table of contents is: the section called so, or the whole text when none is. */
function contentsOf(text: string, headings: readonly Heading[]): { start: number; end: number; isNamed: boolean } {
  const named = headings.find((heading) => heading.depth > 1 && CONTENTS.test(heading.text))
  if (!named) return { start: 0, end: text.length, isNamed: false }
  const next = headings.find((heading) => heading.start > named.start && heading.depth <= named.depth)
  return { start: named.start, end: next?.start ?? text.length, isNamed: true }
}

/** The files that the table of contents leads to, each once, in its order. A link to nothing is a mistake. */
async function chaptersOf(
  reading: Reading,
  readme: string,
  text: string,
  contents: { start: number; end: number; isNamed: boolean },
): Promise<Chapter[]> {
  const chapters = new Map<string, Chapter>()
  for (const link of markdownLinks(text)) {
    if (link.kind !== 'link' || leadsAway(link.to)) continue
    const path = await linkedPage(reading, readme, link)
    const isInContents = link.start >= contents.start && link.start < contents.end
    if (path === null || !isInContents || path === readme || chapters.has(path)) continue
    if (!contents.isNamed && ABOUT_THE_PROJECT.test(path)) continue
    chapters.set(path, { path, linkText: plainInline(link.text) })
  }
  return [...chapters.values()]
}

/** GitBook and mdBook keep the table of contents in a file of its own. */
async function chaptersOfSummary(reading: Reading): Promise<Chapter[]> {
  const file = 'SUMMARY.md'
  const text = (await kindOf(reading, file)) === 'file' ? await readText(reading, file) : null
  return text === null ? [] : chaptersOf(reading, file, text, { start: 0, end: text.length, isNamed: true })
}

/** The Markdown file a link means (a folder means its README.md); null when it is no page of the book. */
async function linkedPage(reading: Reading, readme: string, link: MarkdownLink): Promise<string | null> {
  const refuse = (what: string): null => {
    note(reading, readme, link.line, what)
    return null
  }
  const to = fileOf(link.to)
  const path = pathFrom(readme, to)
  if (path === null) return refuse(`链接 ${link.to} 到课程文件夹外面去了`)
  const kind = await kindOf(reading, path)
  if (kind === 'nothing') return refuse(`链接指向不存在的文件 ${to}`)
  if (kind === 'folder') {
    const page = posix.join(path, 'README.md')
    return path !== '.' && (await kindOf(reading, page)) === 'file' ? page : null
  }
  if (!(await liesInside(reading, path))) return refuse(`链接 ${link.to} 到课程文件夹外面去了`)
  return /\.(md|markdown)$/i.test(path) ? path : null
}

async function readChapter(reading: Reading, { path, linkText }: Chapter): Promise<LessonDraft | null> {
  const text = await readText(reading, path)
  if (text === null) return null
  const { body, skippedLines } = withoutFrontMatter(text)
  const heading = headingsOf(body).find(({ depth }) => depth === 1)
  // The title stands above the lesson already.
  const rest = heading
    ? body.slice(0, heading.start) + '\n'.repeat(linesIn(body, heading)) + body.slice(heading.end)
    : body
  const article = await takeArticle(reading, path, rest, 1 + skippedLines)
  if (article === '') note(reading, path, null, '这节课没有正文')
  const title = (heading?.text || linkText || posix.basename(path)).slice(0, TITLE_LENGTH)
  return {
    id: slugOf(nameOf(path)),
    title,
    kind: 'article',
    free: false,
    durationSeconds: readingSeconds(article),
    media: null,
    renditions: [],
    chapters: [],
    attachments: [],
    article,
  }
}

const linesIn = (body: string, { start, end }: Heading): number => body.slice(start, end).split('\n').length - 1

/** Books made for a site generator carry its fields on top; they mean nothing here. */
function withoutFrontMatter(text: string): { body: string; skippedLines: number } {
  const fields = /^---\n[\s\S]*?\n---\n/.exec(text)?.[0] ?? ''
  return { body: text.slice(fields.length), skippedLines: fields.split('\n').length - 1 }
}

async function readHead(
  reading: Reading,
  readme: string,
  text: string,
  headings: readonly Heading[],
  contents: { start: number; isNamed: boolean },
  defaults: CourseDefaults,
): Promise<CourseHead | null> {
  const title = headings.find(({ depth }) => depth === 1)
  const intro = text.slice(title?.end ?? 0, contents.isNamed ? Math.max(contents.start, title?.end ?? 0) : undefined)
  const described = await takeArticle(
    reading,
    readme,
    introOf(intro),
    text.slice(0, title?.end ?? 0).split('\n').length,
    DESCRIPTION_LENGTH,
  )
  const summary = firstWords(described) || title?.text
  const fields = CourseFields.safeParse({ title: title?.text, summary, ...givenFields(defaults) })
  if (fields.success) return headOf(reading, fields.data, described || fields.data.summary, null)
  for (const { path, message } of fields.error.issues) note(reading, readme, null, messageFor(String(path[0]), message))
  return null
}

/** Without a section called contents, what stands before the first list introduces the book. */
function introOf(markdown: string): string {
  let intro = ''
  for (const token of marked.lexer(markdown)) {
    if (token.type === 'list' || token.type === 'table') return intro
    intro += token.raw
  }
  return intro
}

function messageFor(field: string, message: string): string {
  if (field === 'title') return `${message}：请在 README 里写一个一级标题，或在命令行写 --title`
  return `${message}：请在命令行写 --${field}`
}

/** The first paragraph that says something, as one plain line of at most 200 characters. */
function firstWords(markdown: string): string {
  for (const token of marked.lexer(markdown)) {
    const words = token.type === 'paragraph' ? plainText([token]) : ''
    if (words !== '') return words.length > SUMMARY_LENGTH ? `${words.slice(0, SUMMARY_LENGTH - 1)}…` : words
  }
  return ''
}

const plainInline = (markdown: string): string => plainText(marked.lexer(markdown))

/** What a reader would hear: the words of some tokens, without marks, pictures and HTML. */
function plainText(tokens: readonly Token[]): string {
  const words = tokens.map((token) => {
    if (token.type === 'image' || token.type === 'html') return ''
    if ('tokens' in token && token.tokens) return plainText(token.tokens)
    return 'text' in token && typeof token.text === 'string' ? token.text : ''
  })
  return words.join('').replace(/\s+/g, ' ').trim()
}
