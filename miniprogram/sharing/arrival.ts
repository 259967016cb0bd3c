import type { Input } from '../../core/contract'
import { call, hasSession } from '../api/call'
import { myCode } from './promoter'

type Arrival = Omit<Extract<Input<'sharing'>, { action: 'arrive' }>, 'action'>
type Query = Record<string, string | undefined>

const KEY = 'arrival'
const CODE = /^[0-9A-Z]{8}$/
/** What a poster's mini-program code carries: the course and whose poster it is. */
const SCENE = /^([a-z0-9][a-z0-9-]*)~([0-9A-Z]{8})$/
const VIAS = ['card', 'timeline', 'poster', 'link'] as const
/** WeChat's number for a page opened inside the moments, where nobody can sign in or go on. */
export const SINGLE_PAGE = 1154

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Through whose share somebody came, as the address tells it; null when through nobody's. */
export function arrivalOf({ p = '', via, courseId = '', scene = '' }: Query): Arrival | null {
  const [, scanned = '', whose = ''] = SCENE.exec(decoded(scene)) ?? []
  if (whose) return { code: whose, courseId: scanned, via: 'poster' }
  if (!CODE.test(p)) return null
  return { code: p, courseId, via: VIAS.find((one) => one === via) ?? 'card' }
}

/** The course an address names, also where it came from a scanned code. */
export const courseIdOf = ({ courseId = '', scene = '' }: Query): string =>
  courseId || (SCENE.exec(decoded(scene))?.[1] ?? '')

/** Notes an arrival until the cloud has heard of it. One's own share is no arrival. */
export function noteArrival(query: Query): void {
  const arrival = arrivalOf(query)
  if (arrival && arrival.code !== myCode()) wx.setStorageSync(KEY, arrival)
}

let telling: Promise<void> | null = null

async function tell(arrival: Arrival): Promise<void> {
  await call('sharing', { action: 'arrive', ...arrival })
  const now = wx.getStorageSync(KEY) as Arrival | '' // only written above
  // Another share may have been opened while this one was told.
  if (now && now.code === arrival.code && now.courseId === arrival.courseId) wx.removeStorageSync(KEY)
}

/**
 * Tells the cloud who brought this person, once it knows the person. Nobody is made to sign in for it: it waits on the phone until they
 * are. Not heard because the line is down, it is told the next time.
 */
export function tellArrival(): Promise<void> {
  const arrival = wx.getStorageSync(KEY) as Arrival | '' // only written above
  if (!arrival || !hasSession()) return Promise.resolve()
  telling ??= tell(arrival)
    .catch((error: unknown) => console.info('not told who brought us', error))
    .finally(() => {
      telling = null
    })
  return telling
}
