import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Desk } from '../../emulator/desk'
import { ORDINARY_PAY, openShop } from '../../scripts/shop'
import { type Phone, phone } from '../journeys/phone'
import { webBrowser } from '../journeys/webBrowser'
import { finish, INK, openOffice, shopping, TEA } from './furnishing'

/** A shop with something behind every door, and one person who may open them all. */
export type FurnishedShop = {
  desk: Desk
  /** Finished a course, bought, gave, asked back, and runs the office. */
  dean: Phone
  certificate: string
  /** A day whose books were compared. */
  day: string
  orders: Awaited<ReturnType<typeof shopping>>
  close(): Promise<void>
}

export async function furnishShop(): Promise<FurnishedShop> {
  const dataDir = mkdtempSync(join(tmpdir(), 'xingtan-furnished-'))
  const desk = await openShop({ dataDir, port: 0, money: ORDINARY_PAY, courses: [TEA, INK, 'night-sky'] })
  const dean = await phone(desk.url, '院长')
  const day = await openOffice(desk, dean, '陆院长')
  const certificate = await finish(desk, dean, '陆院长')
  const orders = await shopping(dean, dean)
  await dean.call('reviews', { action: 'write', courseId: TEA, stars: 5, text: '十分钟刚刚好,喝茶的顺序终于记住了' })
  await dean.call('favourites', { action: 'add', courseId: INK })
  const paid = '# 内容\n一次付费,长期可学,手机和电脑都可以。\n# 退款\n七天内没怎么学,可以全额退。'
  const written = { paid, membership: '', notes: '付款后马上能学,手机和电脑都可以。', changedAt: null }
  await dean.call('officeTerms', { action: 'saveAgreements', ...written })
  await dean.call('lessonFiles', {
    action: 'take',
    courseId: 'night-sky',
    lessonId: '05-handbook',
    name: 'handbook.pdf',
  })
  return {
    desk,
    dean,
    certificate,
    day,
    orders,
    async close() {
      await desk.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** How a page is reached when there is something on it, and the words by which one knows. */
type Place = { query?: (shop: FurnishedShop) => string | Promise<string>; ready: string }

/** Every page of app.json; a test fails when one is missing. */
export const everyPage: Record<string, Place> = {
  'pages/home/home': { ready: '新开的课' },
  'pages/learning/learning': { ready: '全部学完' },
  'pages/me/me': { ready: '学校管理' },
  'pages/course/course': { query: () => `courseId=${TEA}`, ready: '全部学完' },
  'pages/list/list': { ready: '就这些了' },
  'pages/paid/paid': { query: ({ orders }) => `orderId=${orders.gift}`, ready: '礼物备好了' },
  'pages/orders/orders': { ready: '¥9.9' },
  'pages/verify/verify': { query: ({ certificate }) => `number=${certificate}`, ready: '证书真实有效' },
  'pages/about/about': { ready: '我们记下什么' },
  'pages/allow/allow': {
    query: async ({ desk }) => `scene=${(await webBrowser(desk.url).start()).ticket}`,
    ready: '让这个网页用你的账号吗',
  },
  'learn/pages/lesson/lesson': { query: () => `courseId=${TEA}&lessonId=03-drink`, ready: '本节已完成' },
  'learn/pages/certificate/certificate': { query: () => `courseId=${TEA}`, ready: '恭喜你,学完了!' },
  'learn/pages/notes/notes': { ready: '水开了再等一会儿' },
  'learn/pages/downloads/downloads': { ready: '还没有存下的课' },
  'learn/pages/plan/plan': { ready: '每天几分钟' },
  'find/pages/search/search': { query: () => 'text=%E8%8C%B6', ready: '找到 1 门' },
  'find/pages/categories/categories': { ready: '生活' },
  'find/pages/teacher/teacher': { query: () => 'name=%E8%8B%8F%E7%A0%9A', ready: '开着的课' },
  'account/pages/account/account': { ready: '登录方式' },
  'account/pages/bind/bind': { query: () => 'kind=phone', ready: '换了微信也能找回' },
  'account/pages/provider/provider': { query: () => 'provider=qq', ready: '可以在网页上用 QQ 登录' },
  'account/pages/sessions/sessions': { ready: '没有浏览器登录着' },
  'account/pages/settings/settings': { ready: '春江潮水连海平' },
  'account/pages/agreements/agreements': { ready: '我说过的' },
  'account/pages/data/data': { ready: '要一份副本' },
  'account/pages/close/close': { ready: '会留下' },
  'account/pages/guide/guide': { ready: '同意并继续' },
  'mine/pages/reviews/reviews': { query: () => `courseId=${TEA}`, ready: '十分钟刚刚好' },
  'mine/pages/write/write': { query: () => `courseId=${TEA}`, ready: '这门课怎么样' },
  'mine/pages/favourites/favourites': { ready: '就这些了' },
  'mine/pages/inbox/inbox': { ready: '微信里也收到' },
  'mine/pages/notices/notices': { ready: '订单进度' },
  'mine/pages/certificates/certificates': { ready: '查验一张证书' },
  'mine/pages/poster/poster': { query: () => `courseId=${TEA}`, ready: '长按图片' },
  'shop/pages/checkout/checkout': { query: () => `kind=gift&id=${INK}`, ready: '用余额' },
  'shop/pages/agreement/agreement': { query: () => 'kind=paid&version=1', ready: '第 1 版' },
  'shop/pages/scan/scan': {
    query: ({ orders }) =>
      `orderId=${orders.waiting}&fen=36500&until=2099-01-01T00:00:00Z&code=weixin%3A%2F%2Fwxpay%2Fbizpayurl%3Fpr%3D1`,
    ready: '等你付款',
  },
  'shop/pages/order/order': { query: ({ orders }) => `orderId=${orders.gift}`, ready: '复制兑换码' },
  'shop/pages/refund/refund': { query: ({ orders }) => `orderId=${orders.gift}`, ready: '会退给你' },
  'shop/pages/invoice/invoice': { query: ({ orders }) => `orderId=${orders.gift}`, ready: '开给谁' },
  'shop/pages/wallet/wallet': { ready: '+¥50' },
  'shop/pages/membership/membership': { ready: '买课 8 折' },
  'shop/pages/redeem/redeem': { query: ({ orders }) => `code=${orders.code}`, ready: '你送出的礼物' },
  'shop/pages/outside/outside': { ready: '付款页面的地址不完整' },
  'office/pages/desk/desk': { ready: '2 笔在等你看' },
  'office/pages/home/home': { ready: '店名和颜色' },
  'office/pages/categories/categories': { ready: '生活' },
  'office/pages/reviews/reviews': { ready: '没有举报' },
  'office/pages/refunds/refunds': { ready: '想学的是书法' },
  'office/pages/reconciliation/reconciliation': { ready: '已对平' },
  'office/pages/day/day': { query: ({ day }) => `gateway=wechatPay&day=${day}`, ready: '账单和账本逐笔一致' },
  'office/pages/invoices/invoices': { ready: '91310000MA1K3ABCD1' },
  'office/pages/settings/settings': { ready: '退款承诺' },
  'office/pages/course-terms/course-terms': { ready: '年度会员' },
  'office/pages/terms/terms': { query: () => `courseId=${INK}`, ready: '虚拟支付用的道具' },
  'office/pages/taken/taken': { query: () => 'courseId=night-sky', ready: 'handbook.pdf' },
  'office/pages/plan/plan': { query: () => 'planId=year', ready: '会员买课付原价的' },
  'office/pages/agreements/agreements': { ready: '第 1 版' },
  'office/pages/codes/codes': { ready: 'book-fair' },
  'office/pages/batch/batch': { query: () => 'batch=book-fair', ready: '5 个 · 还能用 5' },
  'office/pages/school-income/school-income': { ready: '卖了什么' },
  'office/pages/income/income': { ready: '在等学员的退款期过去' },
}

/** The address of a page in this shop. */
export async function addressOf(shop: FurnishedShop, page: string): Promise<string> {
  const query = await everyPage[page]?.query?.(shop)
  return `${shop.desk.url}/#/${page}${query ? `?${query}` : ''}`
}
