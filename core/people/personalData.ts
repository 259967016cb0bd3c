import { balancesOf, pointsOf, teacherOf, walletOf } from '../ledger/entry'
import type { Change, Doc, Ports } from '../ports'
import { placeOf } from './identities'
import { CLOSED_NAME } from './user'

/**
 * Everything that is kept about people, collection by collection: how a person's documents are found, what they are told of
 * them, and what becomes of them when the account is closed. A collection that is not here fails a test: whoever adds one
 * says what it means to the people in it.
 */
export type Holding = {
  /** What it is, for the person who reads the copy of their data. */
  title: string
  /** How a person's documents are found: by ids made of theirs, or by a field (with an index of its own). */
  of: { ids(userId: string): string[] } | { field: string; value?(userId: string): string }
  /** What of a document belongs in the copy; without it the whole. Null leaves the document out: it holds no more than a machine needs. */
  tell?: ((doc: Doc, tools: Pick<Ports, 'vault'>) => unknown) | null
  /** What becomes of a document: taken away, kept as it is, or changed so that nobody is in it any more. */
  close(doc: Doc, wish: { keepCertificates: boolean; at: string }): 'remove' | 'keep' | Change
  /** Files that go when the document goes. */
  files?(doc: Doc): (string | null)[]
  /** Somebody would miss it: an account that has such a thing is never given up for another. */
  isOfWorth: boolean
}

const without =
  (...fields: string[]) =>
  (doc: Doc): unknown =>
    Object.fromEntries(Object.entries(doc).filter(([field]) => !fields.includes(field)))

const text = (value: unknown): string | null => (typeof value === 'string' && value ? value : null)
/** One document a person, under their own id. */
const mine = { ids: (userId: string) => [userId] }
const keep = () => 'keep' as const
const remove = () => 'remove' as const

/**
 * Bookkeeping and orders are kept as long as the law asks (电子商务法 §31: three years; 会计档案: longer), without the names by
 * which their owner could be found again.
 */
export const holdings: Record<string, Holding> = {
  users: {
    title: '账号',
    of: mine,
    tell: without('avatarFileId'),
    files: ({ avatarFileId }) => [text(avatarFileId)],
    close: (_, { at }) => ({
      set: {
        nickname: CLOSED_NAME,
        avatarFileId: null,
        roles: ['learner'],
        agreed: null,
        agreedAt: null,
        closesAt: null,
        closedAt: at,
      },
    }),
    isOfWorth: false,
  },
  identities: {
    title: '登录方式',
    of: { field: 'userId' },
    tell: ({ _id, linkedAt, sealed }, { vault }) => ({
      kind: _id.split(':')[0],
      value: typeof sealed === 'string' ? vault.open(sealed, placeOf(_id)) : _id.slice(_id.indexOf(':') + 1),
      linkedAt,
    }),
    close: remove,
    isOfWorth: false,
  },
  passwords: {
    title: '密码',
    of: mine,
    tell: ({ changedAt }) => ({ changedAt }),
    close: remove,
    isOfWorth: false,
  },
  assents: { title: '同意记录', of: { field: 'userId' }, close: keep, isOfWorth: false },
  webSessions: {
    title: '网页登录',
    of: { field: 'userId' },
    tell: without('salt', 'hash', 'previousHash'),
    close: remove,
    isOfWorth: false,
  },
  webLogins: { title: '网页登录请求', of: { field: 'userId' }, tell: null, close: remove, isOfWorth: false },
  exports: {
    title: '数据副本',
    of: { field: 'userId' },
    tell: without('fileIds'),
    files: ({ fileIds }) => (Array.isArray(fileIds) ? fileIds.map(text) : []),
    close: remove,
    isOfWorth: false,
  },
  closings: { title: '注销申请', of: mine, close: keep, isOfWorth: false },
  joins: { title: '账号合并', of: mine, close: keep, isOfWorth: false },
  audits: { title: '权限变更', of: { field: 'userId' }, tell: without('by'), close: keep, isOfWorth: false },
  orders: {
    title: '订单',
    of: { field: 'userId' },
    tell: without('seal', 'todo', 'rev', 'dueAt', 'looks', 'tellingUntil', 'listKey', 'goodsKey'),
    close: ({ invoice }) => ({ set: { openid: '', seal: null, ...(invoice ? { 'invoice.email': '' } : {}) } }),
    isOfWorth: true,
  },
  ledger: {
    title: '钱包与积分流水',
    of: { field: 'accounts', value: walletOf },
    close: keep,
    isOfWorth: true,
  },
  balances: { title: '余额', of: { ids: balancesOf }, close: keep, isOfWorth: true },
  memberships: {
    title: '会员',
    of: mine,
    tell: without('rev'),
    close: remove,
    isOfWorth: true,
  },
  codes: {
    title: '送出的礼物',
    of: { field: 'giverId' },
    tell: without('redeemedBy', 'dueAt'),
    close: keep,
    isOfWorth: true,
  },
  withdrawals: {
    title: '课程收入提现',
    of: { field: 'userId' },
    tell: without('packageInfo', 'isStarting', 'isCancelling', 'givenUpAt', 'dueAt', 'looks'),
    close: () => ({ set: { openid: '' } }),
    isOfWorth: true,
  },
  terms: {
    title: '课程分成约定',
    of: { field: 'share.userId' },
    tell: ({ _id, share }) => ({ courseId: _id, share }),
    close: keep,
    isOfWorth: true,
  },
  enrolments: { title: '课程', of: { field: 'userId' }, tell: without('rev'), close: remove, isOfWorth: true },
  studies: { title: '学习记录', of: { field: 'userId' }, tell: without('rev'), close: remove, isOfWorth: true },
  notes: { title: '笔记', of: { field: 'userId' }, tell: without('rev', 'key'), close: remove, isOfWorth: true },
  studyPlans: { title: '学习计划', of: mine, close: remove, isOfWorth: false },
  takings: {
    title: '取过的附件',
    of: { field: 'userId' },
    tell: without('key'),
    close: remove,
    isOfWorth: false,
  },
  /** Shown under the name the account has by then: nobody’s. */
  reviews: {
    title: '评价',
    of: { field: 'userId' },
    tell: without('rev', 'key', 'helpfulKey', 'isHeldBack'),
    close: () => ({ set: { region: null } }),
    isOfWorth: true,
  },
  votes: { title: '觉得有用的评价', of: { field: 'userId' }, close: keep, isOfWorth: false },
  complaints: {
    title: '投诉',
    of: { field: 'userId' },
    tell: without('key', 'closedBy'),
    close: keep,
    isOfWorth: false,
  },
  favourites: { title: '收藏', of: { field: 'userId' }, tell: without('key'), close: remove, isOfWorth: false },
  letters: {
    title: '消息',
    of: { field: 'userId' },
    tell: without('key', 'push', 'dueAt', 'tries'),
    close: remove,
    isOfWorth: false,
  },
  readings: { title: '消息读到哪里', of: mine, close: remove, isOfWorth: false },
  consents: { title: '微信消息的授权', of: mine, tell: without('reports', 'rev'), close: remove, isOfWorth: false },
  searchers: { title: '今天找过的词', of: mine, close: remove, isOfWorth: false },
  promoters: { title: '分享码', of: { field: 'userId' }, close: keep, isOfWorth: true },
  promoted: { title: '经谁的分享来的', of: mine, tell: without('rev'), close: remove, isOfWorth: false },
  visits: { title: '打开过的分享', of: { field: 'userId' }, close: remove, isOfWorth: false },
  certificates: {
    title: '证书',
    of: { field: 'userId' },
    tell: without('imageFileId'),
    files: ({ imageFileId }) => [text(imageFileId)],
    close: (_, { keepCertificates }) => (keepCertificates ? 'keep' : 'remove'),
    isOfWorth: true,
  },
}

/** Other sides of the same documents, told as well. */
export const moreToTell: {
  collection: string
  title: string
  of: { field: string; value?(userId: string): string }
}[] = [
  { collection: 'ledger', title: '积分流水', of: { field: 'accounts', value: pointsOf } },
  { collection: 'ledger', title: '课程收入流水', of: { field: 'accounts', value: teacherOf } },
  { collection: 'codes', title: '兑换过的码', of: { field: 'redeemedBy' } },
]

/** Collections with nobody in them, each with the reason. */
export const nobodyIn: Record<string, string> = {
  proofs: 'a code on its way, under a keyed hash, for five minutes',
  tries: 'counters under hashes, gone when their time is over',
  settings: 'of the school',
  agreements: 'what the school wrote for buyers; who agreed to it is in orders',
  courses: 'what teachers publish',
  lessons: 'what teachers publish',
  quizzes: 'what teachers publish',
  plans: 'of the school',
  seats: 'numbers of orders, which are in orders',
  shelf: 'what teachers publish',
  passages: 'what teachers publish',
  categories: 'of the school',
  prepared: 'what is shown to everybody',
  heatDays: 'sums over many people',
  searchWords: 'sums over many people',
  priceFalls: 'of courses',
  tallies: 'sums over many people',
  links: 'addresses of courses, by codes of those who share',
  reconciledDays: 'of the school’s books',
  differences: 'of the school’s books',
}

const PAGE = 100

/** A person's documents in one collection, a page at a time. What is taken away meanwhile is not missed. */
export async function* documentsOf(
  { store }: Pick<Ports, 'store'>,
  collection: string,
  of: Holding['of'],
  userId: string,
): AsyncGenerator<Doc> {
  if ('ids' in of) {
    for (const id of of.ids(userId)) {
      const doc = await store.get(collection, id)
      if (doc) yield doc
    }
    return
  }
  const mine = { [of.field]: of.value ? of.value(userId) : userId }
  for (let after = ''; ; ) {
    const where = { ...mine, ...(after && { _id: { gt: after } }) }
    const page = await store.find(collection, { where, orderBy: [['_id', 'asc']], limit: PAGE })
    yield* page
    const last = page.at(-1)?._id
    if (!last || page.length < PAGE) return
    after = last
  }
}

/** Whether this account holds nothing that anybody would miss. */
export async function isEmpty(ports: Pick<Ports, 'store'>, userId: string): Promise<boolean> {
  const ofWorth = Object.entries(holdings).filter(([, { isOfWorth }]) => isOfWorth)
  const found = await Promise.all(
    [...ofWorth.map(([collection, { of }]) => ({ collection, of })), ...moreToTell].map(
      async ({ collection, of }) => !(await documentsOf(ports, collection, of, userId).next()).done,
    ),
  )
  return !found.some(Boolean)
}
