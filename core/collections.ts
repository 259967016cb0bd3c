/** Every collection and every index, in one place: `deploy` and the desk create them; a query without one fails a test. */
export type Index = { name: string; fields: Record<string, 1 | -1>; unique?: boolean }

export const collections: Record<string, { indexes: Index[] }> = {
  users: { indexes: [{ name: 'by_name', fields: { nickname: 1 } }] },
  identities: { indexes: [{ name: 'of_person', fields: { userId: 1 } }] },
  passwords: { indexes: [] },
  assents: { indexes: [{ name: 'of_person', fields: { userId: 1, at: -1 } }] },
  proofs: { indexes: [{ name: 'over', fields: { expiresAt: 1 } }] },
  tries: { indexes: [{ name: 'over', fields: { expiresAt: 1 } }] },
  joins: { indexes: [{ name: 'due', fields: { dueAt: 1 } }] },
  exports: {
    indexes: [
      { name: 'of_person', fields: { userId: 1 } },
      { name: 'over', fields: { expiresAt: 1 } },
    ],
  },
  closings: { indexes: [{ name: 'due', fields: { dueAt: 1 } }] },
  webLogins: {
    indexes: [
      { name: 'of_person', fields: { userId: 1 } },
      { name: 'over', fields: { expiresAt: 1 } },
    ],
  },
  webSessions: {
    indexes: [
      { name: 'of_person', fields: { userId: 1, startedAt: -1 } },
      { name: 'over', fields: { expiresAt: 1 } },
    ],
  },
  settings: { indexes: [] },
  agreements: { indexes: [] },
  audits: {
    indexes: [
      { name: 'of_what', fields: { what: 1, at: -1 } },
      { name: 'of_person', fields: { userId: 1 } },
    ],
  },
  courses: {
    indexes: [{ name: 'shelf', fields: { status: 1, shelfKey: -1 } }],
  },
  shelf: {
    indexes: [
      { name: 'newest', fields: { onShelf: 1, shelfKey: -1 } },
      { name: 'warmest', fields: { onShelf: 1, heatKey: -1 } },
      { name: 'cheapest', fields: { onShelf: 1, priceKey: 1 } },
      { name: 'newest_of', fields: { onShelf: 1, facets: 1, shelfKey: -1 } },
      { name: 'warmest_of', fields: { onShelf: 1, facets: 1, heatKey: -1 } },
      { name: 'cheapest_of', fields: { onShelf: 1, facets: 1, priceKey: 1 } },
      { name: 'found_by', fields: { onShelf: 1, terms: 1, heatKey: -1 } },
    ],
  },
  passages: { indexes: [{ name: 'found_by', fields: { onShelf: 1, terms: 1 } }] },
  categories: { indexes: [] },
  prepared: { indexes: [] },
  heatDays: { indexes: [] },
  searchWords: { indexes: [{ name: 'of_day', fields: { day: 1, count: -1 } }] },
  searchers: { indexes: [] },
  lessons: { indexes: [] },
  quizzes: { indexes: [] },
  terms: { indexes: [{ name: 'of_sharer', fields: { 'share.userId': 1 } }] },
  seats: { indexes: [] },
  plans: { indexes: [{ name: 'shelf', fields: { rank: 1 } }] },
  orders: {
    indexes: [
      { name: 'newest', fields: { listKey: -1 } },
      { name: 'of_buyer', fields: { userId: 1, listKey: -1 } },
      { name: 'of_buyer_and_goods', fields: { userId: 1, goodsKey: 1, attempt: -1 } },
      { name: 'due', fields: { dueAt: 1 } },
      { name: 'ripe', fields: { maturesAt: 1 } },
      { name: 'of_sharer_ripe', fields: { 'share.userId': 1, maturesAt: 1, _id: 1 } },
      { name: 'refunds', fields: { 'refund.state': 1, 'refund.askedAt': 1 } },
      { name: 'invoices', fields: { 'invoice.state': 1, 'invoice.askedAt': 1 } },
    ],
  },
  ledger: {
    indexes: [
      { name: 'of_account', fields: { accounts: 1, key: -1 } },
      { name: 'of_account_and_day', fields: { accounts: 1, day: 1, key: 1 } },
      { name: 'of_kind_and_day', fields: { kind: 1, day: 1 } },
    ],
  },
  balances: { indexes: [] },
  memberships: { indexes: [] },
  codes: {
    indexes: [
      { name: 'of_giver', fields: { giverId: 1 } },
      { name: 'of_redeemer', fields: { redeemedBy: 1 } },
      { name: 'of_origin', fields: { origin: 1, _id: 1 } },
      { name: 'due', fields: { dueAt: 1 } },
    ],
  },
  withdrawals: {
    indexes: [
      { name: 'of_teacher', fields: { userId: 1, attempt: -1 } },
      { name: 'of_transfer', fields: { transferBillNo: 1 } },
      { name: 'due', fields: { dueAt: 1 } },
    ],
  },
  reconciledDays: { indexes: [{ name: 'by_day', fields: { day: -1, _id: 1 } }] },
  differences: { indexes: [{ name: 'of_day', fields: { gateway: 1, day: 1, _id: 1 } }] },
  notes: { indexes: [{ name: 'of_learner', fields: { userId: 1, key: 1 } }] },
  studyPlans: { indexes: [] },
  takings: {
    indexes: [
      { name: 'of_person', fields: { userId: 1 } },
      { name: 'of_course', fields: { courseId: 1, key: -1 } },
      { name: 'of_lesson', fields: { courseId: 1, lessonId: 1, key: -1 } },
    ],
  },
  enrolments: {
    indexes: [
      { name: 'of_learner', fields: { userId: 1, enrolledAt: -1 } },
      { name: 'by_time', fields: { enrolledAt: 1 } },
    ],
  },
  studies: {
    indexes: [
      { name: 'of_learner', fields: { userId: 1, lastBeatAt: -1 } },
      { name: 'by_time', fields: { lastBeatAt: 1 } },
    ],
  },
  certificates: { indexes: [{ name: 'of_learner', fields: { userId: 1, issuedAt: -1 } }] },
  reviews: {
    indexes: [
      { name: 'newest', fields: { courseId: 1, state: 1, key: -1 } },
      { name: 'helpful', fields: { courseId: 1, state: 1, helpfulKey: -1 } },
      { name: 'waiting', fields: { state: 1, key: 1 } },
      { name: 'of_person', fields: { userId: 1 } },
    ],
  },
  votes: { indexes: [{ name: 'of_person', fields: { userId: 1 } }] },
  tallies: { indexes: [{ name: 'of_what', fields: { of: 1 } }] },
  complaints: {
    indexes: [
      { name: 'open', fields: { state: 1, key: 1 } },
      { name: 'of_target', fields: { targetId: 1, state: 1 } },
      { name: 'of_person', fields: { userId: 1 } },
    ],
  },
  favourites: {
    indexes: [
      { name: 'of_person', fields: { userId: 1, isOn: 1, key: -1 } },
      { name: 'of_course', fields: { courseId: 1, isOn: 1, _id: 1 } },
    ],
  },
  priceFalls: { indexes: [{ name: 'due', fields: { dueAt: 1 } }] },
  letters: {
    indexes: [
      { name: 'of_person', fields: { userId: 1, key: -1 } },
      { name: 'unread', fields: { userId: 1, isRead: 1, key: -1 } },
      { name: 'due', fields: { dueAt: 1 } },
    ],
  },
  readings: { indexes: [] },
  consents: { indexes: [] },
  promoters: { indexes: [{ name: 'of_person', fields: { userId: 1 } }] },
  promoted: { indexes: [] },
  visits: { indexes: [{ name: 'of_person', fields: { userId: 1 } }] },
  links: { indexes: [] },
}
