import type { Price, PriceStep } from '../contract/shapes'

/** A price that stands for a while in place of the list price, for whoever buys in that way. */
export type Campaign = { kind: 'flash' | 'group'; fen: number }

/** What a price is made of. Money is fen, shares are percent of a price. */
export type Priced = {
  listFen: number
  campaign?: Campaign | null
  /** What a member pays, in percent of the price so far; 0 is nothing. Null for everybody else. */
  memberPercent?: number | null
  /** What a coupon takes off at this price. */
  couponFen?: number
  points?: { wanted: boolean; held: number; fenPerPoint: number; maxPercent: number }
  balance?: { wanted: boolean; heldFen: number }
}

const atLeastZero = (fen: number): number => Math.max(0, fen)

/** How many points can be spent on a price: whole points, never worth more than their share of it. */
export function usablePoints(
  goodsFen: number,
  { held, fenPerPoint, maxPercent }: NonNullable<Priced['points']>,
): number {
  const mostFen = Math.floor((goodsFen * maxPercent) / 100)
  return Math.max(0, Math.min(held, Math.floor(mostFen / fenPerPoint)))
}

/**
 * The price, by these rules in this order, each working on what the one before left, none below zero, in whole fen:
 * list → flash or group (their price, where it is lower) → member (a share, rounded down in the buyer's favour) → coupon → points → balance.
 * The steps sum to what is left to pay.
 */
export function priceOf({ listFen, campaign, memberPercent, couponFen = 0, points, balance }: Priced): Price {
  const steps: PriceStep[] = [{ kind: 'list', fen: listFen }]
  let left = listFen
  const take = (kind: PriceStep['kind'], fen: number): number => {
    const taken = Math.min(left, atLeastZero(fen))
    if (taken) steps.push({ kind, fen: -taken })
    left -= taken
    return taken
  }

  if (campaign) take(campaign.kind, left - campaign.fen)
  if (memberPercent !== null && memberPercent !== undefined)
    take('member', left - Math.floor((left * memberPercent) / 100))
  take('coupon', couponFen)
  const goodsFen = left
  const spent = points?.wanted ? usablePoints(goodsFen, points) : 0
  const pointsFen = take('points', spent * (points?.fenPerPoint ?? 0))
  const balanceFen = take('balance', balance?.wanted ? balance.heldFen : 0)
  return { steps, goodsFen, points: spent, pointsFen, balanceFen, payFen: left }
}
