import * as z from 'zod'
import type { TemplateKey } from '../contract/consents'
import { dayOf } from '../days'

const Count = z.int().nonnegative()

/** Consents for one message each, counted per template: WeChat does not tell how many there are. */
export const Purse = z.object({
  /** The userId. */
  _id: z.string(),
  /** WeChat's name of the person, to whom it is sent. */
  openid: z.string(),
  held: z.object({ opened: Count, service: Count, news: Count }),
  /** The Shanghai day that `today` counts. */
  day: z.string(),
  today: z.object({ opened: Count, service: Count, news: Count }),
  /** The newest reports, so that one that comes twice counts once. */
  reports: z.array(z.string()),
  reportedAt: z.string(),
  rev: z.int(),
})
export type Purse = z.infer<typeof Purse>

/** A sheet of WeChat's takes a moment to read: of reports that come faster only the first is believed. */
const APART_MS = 800
/** Nobody taps a sheet more often than this in a day. */
const MOST_A_DAY = 20
/** More are never needed, and never counted. */
const MOST_HELD = 50
const REPORTS_KEPT = 20

const NONE = { opened: 0, service: 0, news: 0 }

export const emptyPurse = (userId: string, openid: string): Purse => ({
  _id: userId,
  openid,
  held: NONE,
  day: '',
  today: NONE,
  reports: [],
  reportedAt: '',
  rev: 0,
})

/** What a report adds to a purse; null when it is not believed, or known. */
export function believed(
  purse: Purse,
  { openid, askId, accepted }: { openid: string; askId: string; accepted: TemplateKey[] },
  now: Date,
): Purse | null {
  if (purse.reports.includes(askId)) return null
  if (purse.reportedAt && now.getTime() - Date.parse(purse.reportedAt) < APART_MS) return null
  const day = dayOf(now)
  const today = { ...(purse.day === day ? purse.today : NONE) }
  const held = { ...purse.held }
  // WeChat's sheet names each template once, whatever the client says.
  for (const key of new Set(accepted)) {
    if (today[key] >= MOST_A_DAY || held[key] >= MOST_HELD) continue
    today[key] += 1
    held[key] += 1
  }
  return {
    ...purse,
    openid,
    held,
    day,
    today,
    reports: [...purse.reports, askId].slice(-REPORTS_KEPT),
    reportedAt: now.toISOString(),
  }
}
