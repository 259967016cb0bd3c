/** Every collection and every index, in one place: `deploy` and the desk create them; a query without one fails a test. */
export type Index = { name: string; fields: Record<string, 1 | -1>; unique?: boolean }

export const collections: Record<string, { indexes: Index[] }> = {
  users: { indexes: [] },
  identities: { indexes: [] },
  courses: {
    indexes: [
      { name: 'shelf', fields: { status: 1, shelfKey: -1 } },
      { name: 'shelf_by_category', fields: { status: 1, category: 1, shelfKey: -1 } },
    ],
  },
  lessons: { indexes: [] },
  quizzes: { indexes: [] },
  orders: {
    indexes: [
      { name: 'of_buyer', fields: { userId: 1, listKey: -1 } },
      { name: 'of_buyer_and_course', fields: { userId: 1, courseId: 1, attempt: -1 } },
      { name: 'due', fields: { dueAt: 1 } },
    ],
  },
  enrolments: { indexes: [{ name: 'of_learner', fields: { userId: 1, enrolledAt: -1 } }] },
  studies: { indexes: [{ name: 'of_learner', fields: { userId: 1, lastBeatAt: -1 } }] },
  certificates: { indexes: [{ name: 'of_learner', fields: { userId: 1, issuedAt: -1 } }] },
}
