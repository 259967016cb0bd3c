import * as z from 'zod'
import { courses } from '../catalog/courses'
import type { Input, Output } from '../contract'
import { AppError } from '../contract/errors'
import { plans } from '../membership/memberships'
import type { Caller, Ports } from '../ports'
import { Code, type CodeGoods, codeWords } from './code'
import { CODE_LENGTH, codes } from './codes'

type Needs = Pick<Ports, 'store' | 'files' | 'ids' | 'clock'>
type Make = Extract<Input<'makeCodes'>, { action: 'make' }>

const PAGE = 100

/** A batch as it was made; kept among the settings under this prefix. */
const PREFIX = 'batch:'
const Batch = z.object({
  _id: z.string(),
  salt: z.string(),
  title: z.string().default(''),
  count: z.int().default(0),
  madeAt: z.string(),
})
/** Every id that begins with the prefix, and no other. */
const OF_BATCHES = [{ gt: PREFIX }, { lt: 'batch;' }]

/** What the codes open, and what it is called. Refuses: COURSE_NOT_FOUND, PLAN_NOT_FOUND. */
async function goodsOf(ports: Needs, { goods }: Make): Promise<{ goods: CodeGoods; title: string }> {
  if (goods.kind === 'course') {
    const course = await courses(ports).find(goods.courseId)
    if (!course) throw new AppError('COURSE_NOT_FOUND', { courseId: goods.courseId })
    return { goods, title: course.title }
  }
  const plan = await plans(ports).find(goods.planId)
  if (!plan) throw new AppError('PLAN_NOT_FOUND', { planId: goods.planId })
  return { goods: { kind: 'membership', days: plan.days, percent: plan.percent }, title: plan.title }
}

/** The salt of a batch: drawn once, so that asking again makes the same codes and nobody else can work them out. */
async function saltOf(
  { store, ids, clock }: Needs,
  { batch, count, title, by }: Pick<Make, 'batch' | 'count'> & { title: string; by: string },
): Promise<string> {
  const _id = `${PREFIX}${batch}`
  const madeAt = clock.now().toISOString()
  await store.insert('settings', { _id, salt: ids.next(), title, count, madeAt, madeBy: by })
  return Batch.parse(await store.get('settings', _id)).salt
}

async function make(ports: Needs, input: Make, by: string): Promise<void> {
  const { goods, title } = await goodsOf(ports, input)
  const salt = await saltOf(ports, { ...input, title, by })
  const createdAt = ports.clock.now().toISOString()
  for (let n = 1; n <= input.count; n += 1)
    await codes(ports).add({
      _id: ports.ids.of('code', input.batch, n, salt).slice(0, CODE_LENGTH),
      goods,
      title,
      origin: `batch:${input.batch}`,
      giverId: '',
      state: 'open',
      redeemedBy: '',
      redeemedAt: null,
      expiresAt: input.expiresAt,
      createdAt,
      dueAt: null,
    })
}

/** The codes of a batch, in the order of their signs. */
async function page({ store }: Needs, batch: string, after = ''): Promise<Output<'makeCodes'>> {
  const found = await store.find('codes', {
    where: { origin: `batch:${batch}`, ...(after && { _id: { gt: after } }) },
    orderBy: [['_id', 'asc']],
    limit: PAGE,
  })
  const list = found.map((doc) => Code.parse(doc))
  return {
    batch,
    codes: list.map(({ _id, state, redeemedAt }) => ({ code: codeWords(_id), state, redeemedAt })),
    next: list.length === PAGE ? (list.at(-1)?._id ?? null) : null,
    batches: [],
  }
}

/** The batches that were made, the newest first. */
async function batches({ store }: Needs): Promise<Output<'makeCodes'>> {
  const found = await store.find('settings', { where: { _id: OF_BATCHES }, orderBy: [['_id', 'asc']], limit: PAGE })
  const made = found.map((doc) => Batch.parse(doc)).sort((a, b) => (a.madeAt < b.madeAt ? 1 : -1))
  return {
    batch: '',
    codes: [],
    next: null,
    batches: made.map(({ _id, title, count, madeAt }) => ({ batch: _id.slice(PREFIX.length), title, count, madeAt })),
  }
}

/** Nobody can redeem what is left of a batch any more; what was redeemed stays. */
async function cancel(ports: Needs, batch: string): Promise<void> {
  for (let after: string | undefined; ; ) {
    const { codes: list, next } = await page(ports, batch, after)
    for (const { code, state } of list)
      if (state === 'open')
        await codes(ports).change(code.replaceAll('-', ''), { state: 'open' }, { set: { state: 'cancelled' } })
    if (next === null) return
    after = next
  }
}

/** Codes by the batch. The same request again makes no more than the first: a code's signs follow from its batch and number. */
export const makeCodes =
  (ports: Needs) =>
  async ({ userId }: Caller, input: Input<'makeCodes'>): Promise<Output<'makeCodes'>> => {
    if (input.action === 'batches') return batches(ports)
    if (input.action === 'make') await make(ports, input, userId)
    if (input.action === 'cancel') await cancel(ports, input.batch)
    return page(ports, input.batch, input.action === 'list' ? input.after : undefined)
  }
