import { posix } from 'node:path'
import { type Breach, linesWith, type MiniProgram, withoutComments } from './miniProgram'

/** What may not be said, or only where the phone allows it. Words live in templates and tables of words. */

const SPOKEN = /\.(ts|wxml|json)$/

/** Sharing is never paid for, forced or an unlocking key. The office's own list of what promoters earned speaks of sales. */
const REWARD =
  /(分享|转发|集赞|助力)[^,。;:、'"`<{]{0,8}(得|领取?|赚|返|解锁|免费看|送你|奖)|邀请[^。;:'"`<{]{0,14}(得|领取?|奖|返现|赚|送你|免费)|(share|invite)\b[^'"`<{.]{0,24}\b(to unlock|to get|to earn|reward|for free|bonus)/i

export const rewardBreaches = (it: MiniProgram): Breach[] =>
  linesWith(it, REWARD, SPOKEN).map(({ path, at, line }) => ({
    rule: 'W19',
    where: `${path}:${at}`,
    what: `promises something for sharing: ${REWARD.exec(line)?.[0]}`,
  }))

/** Talk of buying. On an iPhone without Apple's channel none of it may be read (W3). */
const BUYING = /购买|充值|去付款|确认付款|继续付款|立即开通|下单|价格|原价|优惠价/

/** Asks the phone whether it may be sold anything. */
const CHANNEL = /(^|\/)device\/channel$/

/** Places that speak of buying and need not ask, each with its reason. Paths below the mini-program, a folder or a file. */
const FREE_TO_SPEAK: Record<string, string> = {
  'office/': 'the desk of the school: nothing can be bought there',
  'words/': 'tables: whoever shows them asks',
  'api/words.ts': 'tables: refusals of a purchase that was begun',
  'pages/orders/': 'what somebody bought already',
  'pages/paid/': 'what somebody has just paid',
  'account/agreements/': 'the terms and the policy: what holds for everything that is bought, wherever',
  'pages/about/': 'what is kept of orders, and why',
  'shop/pages/order/': 'an order that exists; paying it on asks the phone',
  'shop/pages/refund/': 'gives money back',
  'shop/pages/invoice/': 'the paper for what was paid',
  'shop/pages/outside/': 'shown on the web, never inside WeChat',
  'shop/pages/scan/': 'a code shown by a computer’s browser',
  'device/': 'the channel itself',
}

const folderOf = (path: string) => posix.dirname(path)

/** Files of a page or component: those beside each other. */
function unitOf(it: MiniProgram, folder: string): string[] {
  return [...it.texts.keys()].filter((path) => folderOf(path) === folder)
}

const importsOf = (it: MiniProgram, path: string): string[] =>
  [...(it.texts.get(path) ?? '').matchAll(/from '(\.[^']+)'/g)].map(([, to = '']) =>
    posix.normalize(posix.join(folderOf(path), to)),
  )

/** A page asks the phone itself, or through a module it uses. */
function asksTheChannel(it: MiniProgram, folder: string): boolean {
  const near = unitOf(it, folder).flatMap((path) => importsOf(it, path))
  return near.some((module) => CHANNEL.test(module) || importsOf(it, `${module}.ts`).some((next) => CHANNEL.test(next)))
}

export function buyingBreaches(it: MiniProgram): Breach[] {
  const isFree = (path: string) => Object.keys(FREE_TO_SPEAK).some((free) => path.startsWith(free))
  const said = linesWith(it, BUYING, SPOKEN).filter(({ path }) => !isFree(path))
  return said
    .filter(({ path }) => !asksTheChannel(it, folderOf(path)))
    .map(({ path, at, line }) => ({
      rule: 'W3',
      where: `${path}:${at}`,
      what: `speaks of buying (${BUYING.exec(line)?.[0]}) and nobody asks device/channel whether this phone may be sold to`,
    }))
}

/** A promise to one person is one message, asked for by a tap, for at most three templates at once. */
export function consentBreaches(it: MiniProgram): Breach[] {
  const found: Breach[] = []
  for (const { path, at, line } of linesWith(it, /\bwx\.requestSubscribeMessage\(/, /\.ts$/)) {
    const before = withoutComments(path, it.texts.get(path) ?? '')
      .split('\n')
      .slice(0, at)
      .reverse()
    const method = before.map((text) => /^ {2,4}(?:async )?(\w+)\(.*\{$/.exec(text)?.[1]).find(Boolean)
    const where = `${path}:${at}`
    if (method && /^(on(Load|Show|Ready|Launch)|attached|ready|created)$/.test(method))
      found.push({ rule: 'W18', where, what: `asks for consent in ${method}: WeChat lets only a tap ask` })
    const ids = /tmplIds:\s*(\[[^\]]*\]|[^}]+)/.exec(line)?.[1] ?? ''
    const isFew = ids.startsWith('[')
      ? ids.split(',').length <= 3 && !ids.includes('...')
      : /slice\(0, [123]\)/.test(ids)
    if (ids && !isFew) found.push({ rule: 'W18', where, what: 'must ask for three templates at most: slice(0, 3)' })
  }
  return found
}
