import { Course } from '../catalog/course'
import { termsFrom } from '../catalog/terms'
import { codes } from '../codes/codes'
import { AppError } from '../contract/errors'
import type { MoneySettings } from '../contract/moneySettings'
import type { PayChoice } from '../contract/purchase'
import type { Goods, PayMethod, Price, PurchaseAgreement } from '../contract/shapes'
import { Enrolment, isOpen } from '../entitlements/enrolment'
import { pointsOf, walletOf } from '../ledger/entry'
import { Membership, Plan, standingOf } from '../membership/membership'
import { type Client, gatewayOf, type Item, waysToPay } from '../payments/ways'
import type { Caller, Ports } from '../ports'
import { Seats } from '../seats/seats'
import { MONEY_SETTINGS_ID, settingsFrom } from '../settings/moneySettings'
import { agreementFor, PURCHASE_AGREEMENTS_ID, writtenIn } from '../settings/purchaseAgreements'
import { type Known, knownOf } from './known'
import type { Order, Terms } from './order'
import { type Priced, priceOf, usablePoints } from './price'
import { setAsideBy } from './setAside'

export type QuotePorts = Pick<Ports, 'store' | 'files' | 'ids' | 'clock' | 'gateways'>

/** What is offered to one buyer: the goods as they are sold, before anything is chosen. */
type Offer = Pick<Terms, 'title' | 'share' | 'membership'> & {
  listFen: number
  memberPercent: number | null
  item: Item | null
}

export type Quote = {
  offer: Offer
  /** This buyer's newest order for these goods. */
  latest: Order | null
  /** The course's places; null for other goods, and for a course that never had a limit. */
  seats: Seats | null
  settings: MoneySettings
  price: Price
  /** What a buyer agrees to; null also for what costs nothing. */
  agreement: PurchaseAgreement | null
  methods: PayMethod[]
  wallet: { isOpen: boolean; fen: number }
  points: { isOpen: boolean; points: number; usable: number; usableFen: number }
}

/** The course as this buyer may have it. Refuses: COURSE_NOT_FOUND, ALREADY_OWNED. */
function courseOffer({ clock }: QuotePorts, goods: Goods & { courseId: string }, known: Known): Offer {
  const { courseId } = goods
  const course = Course.nullable().parse(known.doc)
  if (course?.status !== 'published') throw new AppError('COURSE_NOT_FOUND', { courseId })
  const now = clock.now()
  const enrolment = Enrolment.nullable().parse(known.the('enrolments'))
  if (isOpen(enrolment, now)) throw new AppError('ALREADY_OWNED', { courseId })
  const { share, forMembers, item } = termsFrom(courseId, known.the('terms'))
  const standing = standingOf(Membership.nullable().parse(known.the('memberships')), now)
  const memberPercent = forMembers === 'free' ? 0 : forMembers === 'discount' ? standing?.percent : undefined
  return {
    title: goods.kind === 'gift' ? `送朋友 · ${course.title}` : course.title,
    listFen: course.fen,
    memberPercent: standing ? (memberPercent ?? null) : null,
    share,
    membership: null,
    item,
  }
}

/** The goods as this buyer may have them. Refuses: COURSE_NOT_FOUND, ALREADY_OWNED, PLAN_NOT_FOUND. */
function offerOf(ports: QuotePorts, goods: Goods, known: Known): Offer {
  switch (goods.kind) {
    case 'course':
    case 'gift':
      return courseOffer(ports, goods, known)
    case 'membership': {
      const plan = Plan.nullable().parse(known.doc)
      if (!plan?.isOnSale) throw new AppError('PLAN_NOT_FOUND', { planId: goods.planId })
      const { title, fen, days, percent } = plan
      return { title, listFen: fen, memberPercent: null, share: null, membership: { days, percent }, item: null }
    }
    case 'topUp':
      return { title: '钱包充值', listFen: goods.fen, memberPercent: null, share: null, membership: null, item: null }
  }
}

/** Where a caller is: WeChat names those inside it; of the others the page says what it runs on. */
export const clientOf = ({ openid }: Pick<Caller, 'openid'>, device: PayChoice['device'] = 'phone'): Client =>
  openid ? 'weChat' : device === 'computer' ? 'computerWeb' : 'phoneWeb'

function refuseWhatIsOff(goods: Goods, { ways, topUpFen }: MoneySettings): void {
  if (goods.kind === 'gift' && !ways.gifts) throw new AppError('NO_WAY_TO_PAY', { goods: goods.kind })
  if (goods.kind !== 'topUp') return
  if (!ways.topUp) throw new AppError('NO_WAY_TO_PAY', { goods: goods.kind })
  if (!topUpFen.includes(goods.fen)) throw new AppError('AMOUNT_NOT_OFFERED', { fen: goods.fen })
}

type Wish = Pick<PayChoice, 'device' | 'usePoints' | 'useBalance'> & {
  /** Also what this buyer has and does not use, for a page to show. */
  showAll?: boolean
}

/**
 * What something costs this buyer and in which ways it can be paid, all from what the server knows. One request, and one more when
 * an order holds points or balance, or when there have been many orders for the same goods.
 * Refuses: COURSE_NOT_FOUND, ALREADY_OWNED, PLAN_NOT_FOUND, NO_WAY_TO_PAY, AMOUNT_NOT_OFFERED.
 */
export async function quote(ports: QuotePorts, caller: Caller, goods: Goods, wish: Wish): Promise<Quote> {
  const { userId } = caller
  const { device, usePoints = false, useBalance = false, showAll = false } = wish
  const accounts = [
    ...(useBalance || showAll ? [walletOf(userId)] : []),
    ...(usePoints || showAll ? [pointsOf(userId)] : []),
  ]
  const known = await knownOf(ports, userId, goods, accounts)
  const offer = offerOf(ports, goods, known)
  const settings = settingsFrom(known.setting(MONEY_SETTINGS_ID))
  refuseWhatIsOff(goods, settings)
  const { latest } = known
  const aside = await setAsideBy(ports, latest)
  const walletFen = known.balanceOf(walletOf(userId)) + aside.balanceFen
  const held = known.balanceOf(pointsOf(userId)) + aside.points
  const isWalletOpen = settings.ways.balance && goods.kind !== 'topUp'
  const arePointsOpen = settings.ways.points && (goods.kind === 'course' || goods.kind === 'gift')
  const { fenPerPoint, maxPercent } = settings.points
  const asked: Priced & { points: NonNullable<Priced['points']> } = {
    listFen: offer.listFen,
    memberPercent: offer.memberPercent,
    points: { wanted: usePoints && arePointsOpen, held, fenPerPoint, maxPercent },
    balance: { wanted: useBalance && isWalletOpen, heldFen: walletFen },
  }
  const price = priceOf(asked)
  const usable = arePointsOpen ? usablePoints(price.goodsFen, asked.points) : 0
  const now = ports.clock.now()
  return {
    offer,
    latest,
    seats: Seats.nullable().parse(known.the('seats')),
    settings,
    price,
    agreement: price.goodsFen > 0 ? agreementFor(goods, writtenIn(known.setting(PURCHASE_AGREEMENTS_ID))) : null,
    methods: waysToPay(
      { client: clientOf(caller, device), goods, payFen: price.payFen, item: offer.item, now },
      settings,
      (gateway) => ports.gateways(gateway) !== null,
    ),
    wallet: { isOpen: isWalletOpen, fen: Math.max(0, walletFen) },
    points: { isOpen: arePointsOpen, points: Math.max(0, held), usable, usableFen: usable * fenPerPoint },
  }
}

/**
 * What an order is opened with: the quote, frozen, the way that was chosen, and what was agreed to. Refuses: NO_WAY_TO_PAY; AGREEMENT_CHANGED when the
 * page showed another version of the agreement than the one in force, or none.
 */
export function termsOf(
  ports: QuotePorts,
  goods: Goods,
  quoted: Quote,
  { method: wanted, agreed }: Pick<PayChoice, 'method' | 'agreed'>,
): Terms {
  const { offer, settings, seats, price, methods, agreement } = quoted
  if (agreement && agreement.version !== agreed) throw new AppError('AGREEMENT_CHANGED', { ...agreement })
  const method = wanted === undefined ? methods[0] : methods.find((one) => one === wanted)
  if (price.payFen > 0 && !method)
    throw new AppError('NO_WAY_TO_PAY', { goods: goods.kind, ...(wanted && { method: wanted }) })
  const earns = goods.kind === 'course' || goods.kind === 'gift'
  return {
    goods,
    title: offer.title,
    price,
    way: price.payFen > 0 && method ? { gateway: gatewayOf[method], method } : null,
    share: price.goodsFen > 0 ? offer.share : null,
    pointsPerYuan:
      earns && settings.ways.points && price.payFen + price.balanceFen >= 100 ? settings.points.perYuan : 0,
    membership: offer.membership,
    giftCode: goods.kind === 'gift' ? codes(ports).fresh() : null,
    refundDays: settings.refund.days,
    agreed: agreement,
    seat: seats === null || seats.limit === null ? null : 'inTime',
  }
}
