import type { Input, Output } from '../contract'
import { AppError } from '../contract/errors'
import type { CodeView } from '../contract/redeemCode'
import { codeSource, isOpen } from '../entitlements/enrolment'
import { enrolments } from '../entitlements/enrolments'
import { memberships } from '../membership/memberships'
import { letterOf, writeLetter } from '../messages/letter'
import { alignMemberCourses } from '../orders/delivery'
import { outboxDueAt } from '../orders/order'
import { User } from '../people/user'
import type { Caller, Ports } from '../ports'
import { moneySettingsOf } from '../settings/moneySettings'
import { type Code, codeIdOf, codeWords } from './code'
import { codes } from './codes'

type Needs = Pick<Ports, 'store' | 'ids' | 'clock'>

const isExpired = ({ expiresAt }: Code, now: Date): boolean => expiresAt !== null && expiresAt <= now.toISOString()

async function viewOf(ports: Needs, code: Code, userId: string): Promise<CodeView> {
  const giver = code.giverId ? User.nullable().parse(await ports.store.get('users', code.giverId)) : null
  const isMine = code.state === 'redeemed' && code.redeemedBy === userId
  const isOver = code.state === 'open' && isExpired(code, ports.clock.now())
  return {
    code: codeWords(code._id),
    kind: code.goods.kind,
    courseId: code.goods.kind === 'course' ? code.goods.courseId : '',
    title: code.title,
    days: code.goods.kind === 'membership' ? code.goods.days : 0,
    giverName: giver?.nickname ?? '',
    state: isMine ? 'mine' : isOver ? 'expired' : code.state,
    isGiver: code.giverId !== '' && code.giverId === userId,
  }
}

/** Opens what a redeemed code still owes; twice is once. True when there was something to do. */
export async function finishRedeeming(ports: Needs, code: Code): Promise<boolean> {
  if (code.state !== 'redeemed' || code.dueAt === null) return false
  const at = code.redeemedAt ?? ports.clock.now().toISOString()
  const { goods, redeemedBy } = code
  const source = codeSource(code._id)
  if (goods.kind === 'course') await enrolments(ports).grant(redeemedBy, goods.courseId, source, at)
  else {
    const { days, percent } = goods
    await memberships(ports).add(redeemedBy, { source, days, percent, grantedAt: at })
    await alignMemberCourses(ports, redeemedBy)
  }
  if (code.giverId && code.giverId !== redeemedBy && goods.kind === 'course')
    await writeLetter(
      ports,
      letterOf(ports, {
        userId: code.giverId,
        kind: 'giftClaimed',
        about: code._id,
        facts: { title: code.title, courseId: goods.courseId, orderId: code.origin.replace(/^order:/, '') },
      }),
    )
  await codes(ports).change(code._id, { state: 'redeemed' }, { set: { dueAt: null } })
  return true
}

async function ownsAlready(ports: Needs, { goods, _id }: Code, userId: string): Promise<boolean> {
  if (goods.kind !== 'course') return false
  const enrolment = await enrolments(ports).find(userId, goods.courseId)
  const isByThis = enrolment?.grants.some(({ source }) => source === codeSource(_id))
  return isOpen(enrolment, ports.clock.now()) && !isByThis
}

/** Takes the code for this caller: one conditional write, so of two hundred at once one has it. */
async function take(ports: Needs, code: Code, userId: string): Promise<Code> {
  if (code.state === 'redeemed' && code.redeemedBy === userId) return code
  if (code.state !== 'open' || isExpired(code, ports.clock.now()))
    throw new AppError('CODE_USED', { state: code.state === 'open' ? 'expired' : code.state })
  // Whoever has the course keeps the code: it is still good for somebody else.
  if (await ownsAlready(ports, code, userId)) throw new AppError('ALREADY_OWNED')
  const now = ports.clock.now()
  const taken = await codes(ports).change(
    code._id,
    { state: 'open' },
    { set: { state: 'redeemed', redeemedBy: userId, redeemedAt: now.toISOString(), dueAt: outboxDueAt(now) } },
  )
  if (taken) return taken
  const other = await codes(ports).find(code._id)
  if (other?.state === 'redeemed' && other.redeemedBy === userId) return other
  throw new AppError('CODE_USED', { state: other?.state ?? 'cancelled' })
}

/**
 * A code, as a person typed it. Refuses: CODE_NOT_FOUND, CODE_USED {state}, ALREADY_OWNED (the code stays good), NO_WAY_TO_PAY when the school does
 * not take codes.
 */
export const redeemCode =
  (ports: Needs) =>
  async ({ userId }: Caller, input: Input<'redeemCode'>): Promise<Output<'redeemCode'>> => {
    const [settings, code] = await Promise.all([moneySettingsOf(ports), codes(ports).find(codeIdOf(input.code))])
    if (!code) throw new AppError('CODE_NOT_FOUND')
    const isOfSchool = code.origin.startsWith('batch:')
    if (isOfSchool && !settings.ways.codes) throw new AppError('NO_WAY_TO_PAY', { goods: 'code' })
    if (input.action === 'look') return { code: await viewOf(ports, code, userId) }
    const taken = await take(ports, code, userId)
    await finishRedeeming(ports, taken)
    return { code: await viewOf(ports, taken, userId) }
  }
