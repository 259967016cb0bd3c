import type { Caller, Ports } from '../ports'
import { termsFrom } from './terms'

const LOOKS_AFTER_COURSES = ['support', 'editor', 'admin'] as const

/** For whom this person may speak about the course: they teach it, or look after courses for the school. Null: neither. */
export async function voiceOf(
  { store }: Pick<Ports, 'store'>,
  { userId, roles }: Caller,
  courseId: string,
): Promise<'teacher' | 'school' | null> {
  if (!userId) return null
  const terms = termsFrom(courseId, await store.get('terms', courseId))
  if (terms.share?.userId === userId) return 'teacher'
  return LOOKS_AFTER_COURSES.some((role) => roles.includes(role)) ? 'school' : null
}
