import { posix } from 'node:path'
import { TOTAL_LIMIT } from '../sizes'
import { type Breach, linesWith, type MiniProgram, pagesOf } from './miniProgram'

/** WeChat refuses a tab's icon over 40 KB (…/reference/configuration/app.html#tabBar). */
const MAX_TAB_ICON_BYTES = 40 * 1024

export function packageBreaches({ packages, app, pictures, texts }: MiniProgram): Breach[] {
  const kilobytes = (bytes: number) => `${Math.ceil(bytes / 1024)} KB`
  const heavy = packages
    .filter(({ bytes, limit }) => bytes > limit)
    .map(({ name, bytes, limit }) => ({
      rule: 'W22',
      where: name,
      what: `weighs ${kilobytes(bytes)}, of at most ${kilobytes(limit)}${limit === TOTAL_LIMIT ? ' in all' : ''}`,
    }))
  const theme = JSON.parse(texts.get(app.themeLocation ?? '') ?? '{}') as Record<string, Record<string, string>>
  const named = app.tabBar?.list.flatMap(({ iconPath, selectedIconPath }) => [iconPath, selectedIconPath]) ?? []
  const paths = named.flatMap((path) =>
    path?.startsWith('@') ? Object.values(theme).map((one) => one[path.slice(1)] ?? '') : [path ?? ''],
  )
  const icons = [...new Set(paths.filter(Boolean).map((path) => posix.normalize(path).replace(/^\//, '')))]
  return [
    ...heavy,
    ...icons.flatMap((path): Breach[] => {
      const bytes = pictures.get(path)
      if (bytes === undefined) return [{ rule: 'W22', where: path, what: 'is named by the tab bar and does not exist' }]
      return bytes > MAX_TAB_ICON_BYTES
        ? [{ rule: 'W22', where: path, what: `weighs ${kilobytes(bytes)} of 40 KB` }]
        : []
    }),
  ]
}

/** Interfaces that WeChat took back, or that only one place may use. */
export function interfaceBreaches(it: MiniProgram): Breach[] {
  const at = (rule: string, pattern: RegExp, what: string, isFine: (path: string) => boolean = () => false) =>
    linesWith(it, pattern, /\.(ts|wxml)$/)
      .filter(({ path }) => !isFine(path))
      .map(({ path, at: line }) => ({ rule, where: `${path}:${line}`, what }))
  return [
    ...at(
      'W15',
      /\bwx\.getUser(Info|Profile)\b|open-type="getUserInfo"/,
      'was taken back by WeChat: use chooseAvatar and type="nickname"',
    ),
    ...at(
      'W1',
      /\bwx\.request(VirtualPayment|Payment)\(/,
      'opens a pay sheet outside shop/, where the rules of paying are kept',
      (path) => path.startsWith('shop/'),
    ),
    ...at('W27', /alipays?:\/\/|openapi\.alipay/, 'leads to Alipay, which cannot be used inside WeChat'),
  ]
}

export function backgroundBreaches(it: MiniProgram): Breach[] {
  const [first] = linesWith(it, /\bwx\.getBackgroundAudioManager\b/, /\.ts$/)
  const isDeclared = it.app.requiredBackgroundModes?.includes('audio') ?? false
  if (first && !isDeclared)
    return [{ rule: 'W25', where: `${first.path}:${first.at}`, what: 'app.json lacks requiredBackgroundModes: audio' }]
  return isDeclared && !first
    ? [
        {
          rule: 'W25',
          where: 'app.json',
          what: 'requiredBackgroundModes names audio and nothing plays in the background',
        },
      ]
    : []
}

/** What the code does, and the service category that WeChat wants for it; docs/operations.md must name each. */
const CATEGORIES: { feature: string; done: RegExp; category: string }[] = [
  { feature: 'video or audio lessons', done: /<video\b|\bwx\.getBackgroundAudioManager\b/, category: '在线视频课程' },
  { feature: 'live lessons', done: /<live-(player|pusher)\b/, category: '在线视频课程' },
  {
    feature: 'people write what others read',
    done: /call\('(reviews|community|discussions?|comments?|circles?|questions?)'/,
    category: '论坛',
  },
  { feature: 'goods sent by post', done: /\bwx\.chooseAddress\b/, category: '商家自营' },
]

export function categoryBreaches(it: MiniProgram): Breach[] {
  const table = it.operations.split('\n').filter((line) => line.trimStart().startsWith('|'))
  return CATEGORIES.flatMap(({ feature, done, category }): Breach[] => {
    const [first] = linesWith(it, done, /\.(ts|wxml)$/)
    if (!first || table.some((row) => row.includes(feature) && row.includes(category))) return []
    return [
      {
        rule: 'W21',
        where: `${first.path}:${first.at}`,
        what: `${feature}: docs/operations.md has no row that says it needs the category ${category}`,
      },
    ]
  })
}

/** Pages of a person's own are not for WeChat's search: all is closed but what the map opens. */
export function sitemapBreaches(it: MiniProgram): Breach[] {
  const path = it.app.sitemapLocation ?? 'sitemap.json'
  const breach = (what: string): Breach => ({ rule: 'sitemap', where: path, what })
  const text = it.texts.get(path)
  if (!text) return [breach('does not exist')]
  const { rules = [] } = JSON.parse(text) as { rules?: { action: string; page: string }[] } // checked just below
  const last = rules.at(-1)
  const pages = new Set(pagesOf(it.app))
  return [
    ...(last?.page === '*' && last.action === 'disallow' ? [] : [breach('must end by disallowing every other page')]),
    ...rules
      .filter(({ page }) => page !== '*' && !pages.has(page))
      .map(({ page }) => breach(`names ${page}, which is no page of app.json`)),
    ...rules
      .filter(({ page, action }) => action === 'allow' && /(^|\/)(me|orders?|wallet|office|account|mine)\b/.test(page))
      .map(({ page }) => breach(`opens ${page} to WeChat's search, which is a person's own`)),
  ]
}
