import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import baseline from '../benchmarks/baseline.json'
import { contracts, type Verb } from '../core/contract'
import type { Access } from '../core/contract/contract'
import { root } from './build'

/** What each room is for, in both languages. A folder without a line here, or a line without a folder, is an error. */
const rooms: Record<string, { en: string; zh: string }> = {
  miniprogram: {
    en: 'what a learner holds: the native WeChat mini-program',
    zh: '学员手里的小程序（原生，TypeScript，TDesign）',
  },
  cloudfunctions: { en: 'the doors CloudBase opens, one folder a verb', zh: '云函数的门，一个动作一个文件夹' },
  core: {
    en: 'the business, free of every SDK; `core/contract` is all a client may know',
    zh: '业务规则，不依赖任何 SDK；客户端只认识 `core/contract`',
  },
  platform: {
    en: 'everything that knows a vendor: CloudBase, WeChat Pay, virtual payment, Alipay, drawing, memory',
    zh: '认识外部服务的部分：云开发、微信支付、虚拟支付、支付宝、绘图、内存',
  },
  emulator: {
    en: 'the cloud on your desk: database, storage, functions, WeChat, the payment services, panel',
    zh: '桌上的云：数据库、存储、函数、微信、各家支付、面板',
  },
  web: { en: 'the same mini-program in a browser', zh: '同一份小程序源码在浏览器里运行' },
  school: { en: 'the demo school: courses as folders', zh: '示范学校：一个文件夹一门课' },
  scripts: { en: 'one verb a file: start, test, check, import, deploy, bench …', zh: '一个命令一个文件' },
  tests: { en: 'journeys, conformance, simulation, browser', zh: '旅程、一致性、模拟、浏览器测试' },
  benchmarks: { en: 'what is counted, and the committed baseline', zh: '计数指标与基线' },
  docs: { en: 'architecture, operations, decisions, glossary', zh: '架构、运维、决定、术语' },
}

/** The verbs for Chinese readers; English readers get the contract's own sentence. */
const inChinese: Record<Verb, string> = {
  login: '微信说是谁，就是谁；第一次来时建一个账号，什么也不问。',
  webLogin: '登录浏览器：小程序码（主人在微信里同意）、短信或邮件验证码、密码；之后续期、退出。',
  approveWebLogin: '扫了码的学员看清是哪台设备，再同意或拒绝。只在微信里。',
  updateProfile: '学员起名字（微信昵称能力）或换头像（chooseAvatar），头像不超过 300 KB。',
  account: '我的账号：登录方式、网页登录、同意过的约定、一份我的数据、注销和收回。',
  sweepAccounts: '每十分钟一次：清掉过期的验证码和登录，接着做完合并，到了期限的注销。',
  browseCatalog: '橱窗：店主排好的首页、每页 20 门的筛选列表、一门课和与它相近的、分类树、一位老师。',
  searchCourses: '按课名、老师、标签、介绍和课文找课，打错一个字也找得到；边打边提示；大家在搜什么。',
  quotePrice: '下单之前：要付多少、为什么、可以怎么付、手里有多少余额和积分。',
  buyCourse: '为一门课开一张订单，或接着付还没付的那张；也可以买来送人。价格由服务器定；不用花钱的直接打开。',
  buyMembership: '开通或续费会员，天数接在剩下的后面。',
  topUpWallet: '给钱包充值，金额由学校定。',
  checkOrder: '订单到哪一步了。这边还没收到付款时，直接去问支付平台，不让学员等一条丢了的通知。',
  cancelOrder: '放弃没付的订单，占用的积分和余额还回来；其实已经付了的，就开通。',
  myOrders: '我的订单，新的在前，每页 20 张。',
  askRefund: '申请退款：先看能退多少、怎么退，再申请，也可以撤回。',
  reviewRefunds:
    '学校处理订单与退款：等着的和卡住的、全部订单、看一张订单、同意或拒绝、主动退一部分、重试、线下退了之后了结。',
  payNotify: '微信支付的通知，原样收下：签名盖在原始字节上，验过之前什么也不解析。',
  alipayNotify: '支付宝的通知，一张签了名的表单，原样收下。',
  virtualPayNotify: '微信关于虚拟支付的消息推送：只当作提醒，入账的是微信回答我们的话；苹果来问退款时当场答复。',
  sweepOrders:
    '每分钟一次：做完订单还欠的事，问一问没有动静的，关掉过了时间的，结算过了退款期的，补上兑换和提现没做完的。',
  myWallet: '我的余额和积分，每一笔是怎么来的，新的在前，每页 20 条。',
  showMembership: '在售的会员，和我的会员到哪一天。',
  redeemCode: '学校的兑换码，或朋友的礼物：先看是什么，再领取，只能领一次。',
  makeCodes: '学校成批做兑换码，一次最多 200 个；看一批，或作废剩下的。',
  askInvoice: '为付过的订单申请发票；开出之前可以改。',
  issueInvoices: '财务开票：等着的，旧的在前；填上号码，标为已开。',
  teacherIncome: '讲师的收入：可提现的、还在退款期里的、一个月的账单、提现记录。',
  schoolIncome: '学校一个月的收入：按天、按课程和会员、按付款方式，分出老师的和学校的。',
  withdraw: '把收入提现到微信（商家转账）：24 小时内在微信里确认；一次一笔。',
  reconcile: '每天上午十点以后：取昨天的账单，和账本逐笔核对；还没出账就过一会儿再来。',
  reconciliation: '财务对账：每一天的结果、当天的差异、写明理由了结一条。',
  moneySettings: '学校怎么收钱、怎么退款、积分怎么算；每次改动都留下是谁改的。',
  officeTerms: '学校定下的约定：讲师分成、会员待遇、微信道具、在售会员。',
  playLesson: '给可以看的人打开一节课（已购或试看）：几分钟有效的播放地址，或文章。',
  lessonFiles: '课时的附件：给可以学的人几分钟有效的下载地址，记下谁取了；老师和学校看得到谁取过、什么时候、几次。',
  recordProgress: '记下刚才播放的一段；入账不超过服务器自己的时间乘以最快倍速。',
  notes: '我的笔记：记、改、删、按课程和课时列出；两台手机改同一条，都不会丢。',
  myLearning: '学习页：我的课程和进度，最近学的在前；哪些天学了、连续几天、这周的打算。',
  planStudy: '定下每周学几天、每天几分钟，也可以不定。',
  issueCertificate: '学完每一节的学员得到一张证书；再要一次，还是同一张。',
  verifyCertificate: '谁都可以问一张证书是不是真的：按编号查到，再验一次 Ed25519 签名。',
  myCertificates: '我的证书，新的在前，每页 20 张。',
  editCourse: '带进或修改一门课（新课是草稿），上架，下架。',
  reviews: '课程评价：看、写、改、删自己的，标一条有用；讲师或学校答复。拥有并学过一点的人才能写，一人一课一条。',
  complain: '举报一条评价或一门课；同一个人同一件事只算一次。',
  moderate: '学校看举报和等着看的评价：写明原因隐藏、恢复、了结；一门课的评价可以先审后放；重新计数。',
  favourites: '收藏：加、去、问一门、列出，新的在前，每页 20 门。',
  inbox: '学校写给我的消息，新的在前；多少条没读，读一条，全部读过。',
  consents: '订阅消息的次数：点一次允许就是一条，这里数着；上报点了什么，太快太多的不信。',
  tellNews: '每分钟一次：该发到微信的消息发出去，收藏的课降价了告诉等着的人。',
  sharing: '分享：我的短码，从别人的分享来，可以复制的链接，海报上的小程序码，一门课被分享打开了几次。',
  arrangeHome: '店主排首页：版块的次序和名字、店名和主题色、热搜词；先看样子再保存，改动留下是谁改的。',
  arrangeCategories: '整理分类：名字、说明、上下级、次序；空着的可以收起来。',
  tendShelf: '每小时一次：数一数谁加入了、谁在学，按冷热排好书架，备好首页和搜索要用的。',
}

const access: Record<Access, { en: string; zh: string }> = {
  anyone: { en: 'anyone', zh: '任何人' },
  learner: { en: 'learner', zh: '学员' },
  editor: { en: 'editor', zh: '编辑' },
  support: { en: 'support', zh: '客服' },
  finance: { en: 'finance', zh: '财务' },
  admin: { en: 'admin', zh: '管理员' },
  weChatPay: { en: 'WeChat Pay', zh: '微信支付' },
  alipay: { en: 'Alipay', zh: '支付宝' },
  weChatPush: { en: 'WeChat', zh: '微信推送' },
  timer: { en: 'timer', zh: '定时器' },
}

/** The sentence above `export const NAME = contract(` in the verb's file. */
function sentenceOf(verb: Verb): string {
  const text = readFileSync(join(root, 'core/contract', `${verb}.ts`), 'utf8')
  const before = text.slice(0, text.indexOf(`export const ${verb} = contract(`))
  const comment = before.slice(before.lastIndexOf('/**') + 3, before.lastIndexOf('*/'))
  return comment
    .replace(/^\s*\*/gm, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}

const folderOf = (verb: Verb): string =>
  readdirSync(join(root, 'core')).find(
    (noun) => existsSync(join(root, 'core', noun, `${verb}.ts`)) && noun !== 'contract',
  ) ?? ''

/** The map of the house as Markdown, from the folders and the contracts. */
function mapOf(language: 'en' | 'zh'): string {
  const heads = { en: ['Verb', 'Who', 'What', 'Rules'], zh: ['动作', '谁', '做什么', '规则'] }[language]
  const houses = Object.entries(rooms).map(([room, says]) => `- \`${room}/\` ${says[language]}`)
  const verbs = Object.entries(contracts).map(([verb, contract]) => {
    const name = verb as Verb // Object.entries forgets the keys' type
    const what = language === 'zh' ? inChinese[name] : sentenceOf(name)
    return `| \`${verb}\` | ${access[contract.access][language]} | ${what} | \`core/${folderOf(name)}\` |`
  })
  return [...houses, '', `| ${heads.join(' | ')} |`, '|---|---|---|---|', ...verbs].join('\n')
}

/** What the committed baseline counts, verb by verb; a door that nobody has called has no round trips to show. */
function figuresOf(language: 'en' | 'zh'): string {
  const heads = { en: ['Verb', 'In sequence', 'Requests', 'Bundle'], zh: ['动作', '先后', '请求', '代码包'] }[language]
  const kilobytes = (bytes: number) => `${Math.ceil(bytes / 1024)} KB`
  const rows = Object.entries(baseline.verbs)
    .filter(([, { operations }]) => operations > 0)
    .map(([verb, one]) => `| ${verb} | ${one.sequence} | ${one.operations} | ${kilobytes(one.bundleBytes)} |`)
  const words = { en: 'Main package of the mini-program', zh: '小程序主包' }[language]
  const table = [`| ${heads.join(' | ')} |`, '|---|--:|--:|--:|', ...rows]
  return [...table, '', `${words}: ${kilobytes(baseline.mainPackageBytes)}.`].join('\n')
}

type Block = { start: string; end: string; text(language: 'en' | 'zh'): string }
const blocks: Block[] = [
  { start: '<!-- map: written by npm run map -->', end: '<!-- end of map -->', text: mapOf },
  { start: '<!-- figures: written by npm run map -->', end: '<!-- end of figures -->', text: figuresOf },
]
const files = { 'README.md': 'en', 'README.zh-CN.md': 'zh' } as const

function mapped(file: keyof typeof files): { before: string; after: string } {
  const before = readFileSync(join(root, file), 'utf8')
  const after = blocks.reduce((page, { start, end, text }) => {
    const [head, rest = ''] = page.split(start)
    const [, tail = ''] = rest.split(end)
    return `${head}${start}\n\n${text(files[file])}\n\n${end}${tail}`
  }, before)
  return { before, after }
}

const isRoom = (name: string): boolean => !name.startsWith('.') && !['node_modules', 'dist'].includes(name)

/** The READMEs whose map is not that of the code; also a folder that nobody has described. */
export function outdatedMaps(): string[] {
  const folders = readdirSync(root, { withFileTypes: true }).filter((one) => one.isDirectory() && isRoom(one.name))
  const strangers = folders
    .filter(({ name }) => !(name in rooms))
    .map(({ name }) => `${name}/ has no line in scripts/map.ts`)
  const gone = Object.keys(rooms)
    .filter((name) => !folders.some((folder) => folder.name === name))
    .map((name) => `scripts/map.ts describes ${name}/, which is not there`)
  const names = Object.keys(files) as (keyof typeof files)[]
  return [...strangers, ...gone, ...names.filter((file) => mapped(file).before !== mapped(file).after)]
}

if (require.main === module)
  for (const file of Object.keys(files) as (keyof typeof files)[]) writeFileSync(join(root, file), mapped(file).after)
