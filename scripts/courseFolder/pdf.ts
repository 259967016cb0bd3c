import { PDFiumLibrary } from '@hyzyla/pdfium'
import sharp from 'sharp'
import type { PageSize } from './draft'
import { pageSeconds } from './readingTime'

/** Wide enough to read small print on a phone after zooming in; A4 becomes 1440 × 2036. */
const WIDTH = 1440
const MAX_HEIGHT = 6000
const MAX_PAGES = 300

/** Loaded when the first document comes: most courses have none. */
let loading: Promise<PDFiumLibrary> | undefined
const library = (): Promise<PDFiumLibrary> => {
  loading ??= PDFiumLibrary.init()
  return loading
}

type Document = Awaited<ReturnType<PDFiumLibrary['loadDocument']>>
type Page = ReturnType<Document['getPage']>

async function withDocument<T>(bytes: Uint8Array, read: (document: Document) => Promise<T>): Promise<T> {
  const document = await (await library()).loadDocument(bytes)
  try {
    return await read(document)
  } finally {
    document.destroy()
  }
}

function sizeOf(page: Page): { width: number; height: number } {
  const { originalWidth, originalHeight } = page.getOriginalSize()
  const scale = Math.min(WIDTH / originalWidth, MAX_HEIGHT / originalHeight)
  return { width: Math.round(originalWidth * scale), height: Math.round(originalHeight * scale) }
}

/** How large each page will be drawn and how long it takes to read; or, for the teacher, why it cannot be read. */
export async function measurePdf(bytes: Uint8Array): Promise<{ pages: PageSize[] } | { problem: string }> {
  try {
    return await withDocument(bytes, async (document) => {
      if (document.getPageCount() > MAX_PAGES)
        return { problem: `有 ${document.getPageCount()} 页，最多 ${MAX_PAGES} 页，可以分成几节课` }
      const pages = [...document.pages()].map((page) => ({ ...sizeOf(page), seconds: pageSeconds(page.getText()) }))
      return pages.length > 0 ? { pages } : { problem: '里一页也没有' }
    })
  } catch (error) {
    const isLocked = error instanceof Error && /password/i.test(error.message)
    return { problem: isLocked ? '有密码，请另存一份没有密码的' : '读不出页面，文件可能坏了或没有传完' }
  }
}

/** Print is smallest with few colours, photographs as JPEG: whichever is smaller. */
async function pictureOf(page: Page): Promise<{ bytes: Uint8Array; extension: 'png' | 'jpg' }> {
  const { width, height } = sizeOf(page)
  const { data, width: w, height: h } = await page.render({ width, height, render: 'bitmap' })
  const drawn = () => sharp(data, { raw: { width: w, height: h, channels: 4 } }).removeAlpha()
  const [png, jpg] = await Promise.all([
    drawn().png({ palette: true, colours: 64, effort: 4 }).toBuffer(),
    drawn().jpeg({ quality: 82 }).toBuffer(),
  ])
  return png.length <= jpg.length ? { bytes: png, extension: 'png' } : { bytes: jpg, extension: 'jpg' }
}

/** Draws the pages one after the other, and hands each over before the next is drawn. */
export const drawPdf = (
  bytes: Uint8Array,
  take: (picture: { bytes: Uint8Array; extension: 'png' | 'jpg' }, page: number) => Promise<void>,
): Promise<void> =>
  withDocument(bytes, async (document) => {
    let n = 0
    for (const page of document.pages()) await take(await pictureOf(page), n++)
  })
