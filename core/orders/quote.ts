import { courses } from '../catalog/courses'
import { termsFrom } from '../catalog/terms'
import { codes } from '../codes/codes'
import { AppError } from '../contract/errors'
import type { MoneySettings } from '../contract/moneySettings'
import type { PayChoice } from '../contract/purchase'
import type { Goods, PayMethod, Price } from '../contract/shapes'
import { isOpen } from '../entitlements/enrolment'
import { enrolments } from '../entitlements/enrolments'
import { pointsOf, walletOf } from '../ledger/entry'
import { ledger } from '../ledger/ledger'
import { standingOf } from '../membership/membership'
import { memberships, plans } from '../membership/memberships'
import { type Client, gatewayOf, type Item, waysToPay } from '../payments/ways'
import type { Caller, Ports } from '../ports'
import { moneySettingsOf } from '../settings/moneySettings'
import { goodsKeyOf, type Order, type Terms } from './order'
import { orders } from './orders'
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
  settings: MoneySettings
  price: Price
  methods: PayMethod[]
  wallet: { isOpen: boolean; fen: number }
  points: { isOpen: boolean; points: number; usable: number; usableFen: number }
}

async function courseOffer(ports: QuotePorts, userId: string, goods: Goods & { courseId: string }): Promise<Offer> {
  const { courseId } = goods
  const [course, enrolment, terms, membership] = await Promise.all([
    courses(ports).find(courseId),
    goods.kind === 'course' ? enrolments(ports).find(userId, courseId) : null,
    ports.store.get('terms', courseId),
    goods.kind === 'course' ? memberships(ports).find(userId) : null,
  ])
  if (course?.status !== 'published') throw new AppError('COURSE_NOT_FOUND', { courseId })
  const now = ports.clock.now()
  if (isOpen(enrolment, now)) throw new AppError('ALREADY_OWNED', { courseId })
  const { share, forMembers, item } = termsFrom(courseId, terms)
  const standing = standingOf(membership, now)
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
async function offerOf(ports: QuotePorts, userId: string, goods: Goods): Promise<Offer> {
  switch (goods.kind) {
    case 'course':
    case 'gift':
      return courseOffer(ports, userId, goods)
    case 'membership': {
      const plan = await plans(ports).find(goods.planId)
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
 * What something costs this buyer and in which ways it can be paid, all from what the server knows. One round of requests, and
 * one more when an order holds points or balance.
 * Refuses: COURSE_NOT_FOUND, ALREADY_OWNED, PLAN_NOT_FOUND, NO_WAY_TO_PAY, AMOUNT_NOT_OFFERED.
 */
export async function quote(ports: QuotePorts, caller: Caller, goods: Goods, wish: Wish): Promise<Quote> {
  const { userId } = caller
  const { device, usePoints = false, useBalance = false, showAll = false } = wish
  const balance = (isAsked: boolean, account: string) => (isAsked ? ledger(ports).balanceOf(account) : 0)
  const [settings, offer, latest, freeFen, freePoints] = await Promise.all([
    moneySettingsOf(ports),
    offerOf(ports, userId, goods),
    orders(ports).latest(userId, goodsKeyOf(goods)),
    balance(useBalance || showAll, walletOf(userId)),
    balance(usePoints || showAll, pointsOf(userId)),
  ])
  refuseWhatIsOff(goods, settings)
  const aside = await setAsideBy(ports, latest)
  const walletFen = freeFen + aside.balanceFen
  const held = freePoints + aside.points
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
    settings,
    price,
    methods: waysToPay(
      { client: clientOf(caller, device), goods, payFen: price.payFen, item: offer.item, now },
      settings,
      (gateway) => ports.gateways(gateway) !== null,
    ),
    wallet: { isOpen: isWalletOpen, fen: Math.max(0, walletFen) },
    points: { isOpen: arePointsOpen, points: Math.max(0, held), usable, usableFen: usable * fenPerPoint },
  }
}

/** What an order is opened with: the quote, frozen, and the way that was chosen. Refuses: NO_WAY_TO_PAY. */
export function termsOf(ports: QuotePorts, goods: Goods, quoted: Quote, wanted: PayMethod | undefined): Terms {
  const { offer, settings, price, methods } = quoted
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
  }
}
