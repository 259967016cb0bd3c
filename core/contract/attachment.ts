import * as z from 'zod'

/** What may go with a lesson, by the ending of its name, and what kind of thing that is. */
const kinds = {
  pdf: 'document',
  doc: 'document',
  docx: 'document',
  txt: 'document',
  md: 'document',
  xls: 'sheet',
  xlsx: 'sheet',
  csv: 'sheet',
  ppt: 'slides',
  pptx: 'slides',
  png: 'picture',
  jpg: 'picture',
  jpeg: 'picture',
  gif: 'picture',
  webp: 'picture',
  mp3: 'sound',
  m4a: 'sound',
  wav: 'sound',
  mp4: 'film',
  zip: 'archive',
} as const

export const AttachmentKind = z.enum(['document', 'sheet', 'slides', 'picture', 'sound', 'film', 'archive'])
export type AttachmentKind = z.infer<typeof AttachmentKind>

export const attachmentEndings: readonly string[] = Object.keys(kinds)

/** A lesson has at most so many files to take along. */
export const MOST_ATTACHMENTS = 20
/** Each at most so large: a phone fetches it in one piece into the 200 MB that WeChat gives a mini-program. */
export const MOST_ATTACHMENT_BYTES = 100 * 1024 * 1024

export const endingOf = (name: string): string => /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? ''

/** Null for a name whose ending says nothing that may go with a lesson. */
export const attachmentKindOf = (name: string): AttachmentKind | null =>
  (kinds as Record<string, AttachmentKind>)[endingOf(name)] ?? null

/** The name under which a file is kept by whoever takes it: one that every system takes, and whose ending says what it is. */
export const AttachmentName = z
  .string()
  .min(1)
  .max(100)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  .regex(/^[^.\s/\\:*?"<>|\x00-\x1f\x7f][^/\\:*?"<>|\x00-\x1f\x7f]*$/)
  .refine((name) => attachmentKindOf(name) !== null, 'no kind of file that goes with a lesson')

/** A file to take along, as whoever may study the lesson sees it. Its name tells it apart in its lesson. */
export const Attachment = z.object({ name: z.string(), kind: AttachmentKind, bytes: z.int().positive() })
export type Attachment = z.infer<typeof Attachment>
