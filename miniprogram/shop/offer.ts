import type { Output } from '../../core/contract'
import type { Goods, PayMethod } from '../../core/contract/shapes'
import { buyingShut, wayShut } from '../device/channel'
import { agreementNames, agreementUrl } from '../words/agreement'
import { goodsWords } from '../words/goods'
import { money } from '../words/money'
import { outlayOf, type PriceRow, priceRows } from '../words/price'
import { wayWords } from '../words/ways'
import { offerWords } from './words'

type Quote = Output<'quotePrice'>

/** What a buyer chose at the checkout. */
export type Choice = { usePoints: boolean; useBalance: boolean; method: PayMethod | null }

/** Something to pay with that is switched on or off, and what it is worth here. */
export type Switch = { isShown: boolean; isOn: boolean; words: string; worth: string }

export type WayRow = { method: PayMethod; name: string; hint: string; isOn: boolean }

/** Why nothing can be paid here, and the one thing to do about it. */
export type Shut = { why: string; act: 'topUp' | 'redeem' | ''; actWords: string }

/** The checkout in words. */
export type Offer = {
  rows: PriceRow[]
  /** What is left to pay outside. */
  due: string
  points: Switch
  wallet: Switch
  /** Empty where nothing is left to pay. */
  ways: WayRow[]
  method: PayMethod | null
  act: string
  /** What somebody agrees to by buying; null where there is nothing. */
  agreement: { words: string; name: string; url: string; version: number } | null
  shut: Shut | null
}

/** Two ways that read the same are one to a buyer: the better one stands for both. */
function waysOf({ methods, price }: Quote, wanted: PayMethod | null): WayRow[] {
  const open = methods.filter((method) => !wayShut(method, price.payFen))
  const names = open.map((method) => wayWords()[method].name)
  const shown = open.filter((_, at) => names.indexOf(names[at] ?? '') === at)
  const chosen = shown.find((method) => method === wanted) ?? shown[0]
  return shown.map((method) => ({ method, ...wayWords()[method], isOn: method === chosen }))
}

/** Null while something can be paid, or nothing has to be. */
function shutOf(goods: Goods, { methods, price, wallet }: Quote, ways: WayRow[], { useBalance }: Choice): Shut | null {
  if (price.payFen === 0 || ways.length) return null
  const say = offerWords()
  // Of several ways that this phone does not have, the first says why.
  const why = methods.map((method) => wayShut(method, price.payFen)).find((words) => words !== '') ?? buyingShut()
  if (why) return { why, act: '', actWords: '' }
  if (goods.kind !== 'topUp' && wallet.isOpen && useBalance && wallet.fen > 0)
    return { why: say.short(money(price.payFen)), act: 'topUp', actWords: say.toWallet }
  return goods.kind === 'topUp'
    ? { why: say.notSetUp, act: '', actWords: '' }
    : { why: say.notSetUpButCodes, act: 'redeem', actWords: say.useCode }
}

function actOf(goods: Goods, { price }: Quote): string {
  if (price.payFen) return offerWords().pay(money(price.payFen))
  if (price.balanceFen) return offerWords().payFromWallet(money(price.balanceFen))
  return goodsWords()[goods.kind].openForNothing
}

function agreementOf({ agreement }: Quote): Offer['agreement'] {
  if (!agreement) return null
  const name = agreementNames()[agreement.kind]
  return {
    words: offerWords().agree,
    name: offerWords().titled(name),
    url: agreementUrl(agreement),
    version: agreement.version,
  }
}

/** A quote in words, with what was chosen. */
export function offerOf(goods: Goods, quote: Quote, choice: Choice): Offer {
  const { price, wallet, points } = quote
  const ways = price.payFen ? waysOf(quote, choice.method) : []
  const say = offerWords()
  const usableFen = Math.min(wallet.fen, outlayOf(price))
  return {
    rows: priceRows(price),
    due: money(price.payFen),
    points: {
      isShown: points.isOpen && points.usable > 0,
      isOn: choice.usePoints,
      words: say.usePoints(points.usable),
      worth: say.pointsWorth(money(points.usableFen), points.points),
    },
    wallet: {
      isShown: wallet.isOpen && usableFen > 0,
      isOn: choice.useBalance,
      words: say.useBalance,
      worth:
        usableFen < wallet.fen
          ? say.balancePaysOf(money(usableFen), money(wallet.fen))
          : say.balancePays(money(usableFen)),
    },
    ways,
    method: ways.find(({ isOn }) => isOn)?.method ?? null,
    act: actOf(goods, quote),
    agreement: agreementOf(quote),
    shut: shutOf(goods, quote, ways, choice),
  }
}

/** What the school promises about giving money back, before anybody pays. */
export function promiseOf({ kind }: Goods, { refundDays, price }: Quote): string {
  if (outlayOf(price) + price.points === 0) return ''
  const { promise } = offerWords()
  if (refundDays > 0 && (kind === 'course' || kind === 'gift')) return promise[kind](refundDays)
  return kind === 'topUp' ? promise.topUp : promise.reviewed
}
