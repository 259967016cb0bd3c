import type { Lesson } from '../catalog/course'
import { type Attachment, attachmentKindOf } from '../contract/attachment'

/** A lesson's files as whoever may study it sees them, in their teacher's order. */
export const attachmentsOf = ({ attachments }: Pick<Lesson, 'attachments'>): Attachment[] =>
  attachments.flatMap(({ name, bytes }) => {
    const kind = attachmentKindOf(name)
    return kind ? [{ name, kind, bytes }] : []
  })
