import { root } from './build'
import { describeBreach, platformBreaches } from './platformRules'
import { type MiniProgram, readMiniProgram } from './platformRules/miniProgram'

/** A small mini-program that keeps every rule; `planted` replaces or adds files of it. */
function given(planted: Record<string, string> = {}, more: Partial<MiniProgram> = {}): string[] {
  const app = {
    pages: ['pages/home/home', 'pages/me/me'],
    subPackages: [{ root: 'shop', name: 'shop', pages: ['pages/pay/pay'] }],
    preloadRule: { 'pages/home/home': { packages: ['shop'] } },
    tabBar: { list: [{ pagePath: 'pages/home/home', iconPath: '@home' }, { pagePath: 'pages/me/me' }] },
    requiredBackgroundModes: ['audio'],
    sitemapLocation: 'sitemap.json',
    themeLocation: 'theme.json',
    __usePrivacyCheck__: true,
  }
  const page = (path: string, ts = 'Page({})', wxml = '<view />') => ({
    [`${path}.ts`]: ts,
    [`${path}.wxml`]: wxml,
    [`${path}.json`]: '{}',
  })
  const files: Record<string, string> = {
    'sitemap.json': JSON.stringify({
      rules: [
        { action: 'allow', page: 'pages/home/home' },
        { action: 'disallow', page: '*' },
      ],
    }),
    'theme.json': JSON.stringify({ light: { home: '/images/home.png' }, dark: { home: '/images/home-dark.png' } }),
    'privacy/words.ts': 'uses: { UserInfo: { why: "…" } }',
    'device/channel.ts': 'export const buyingShut = () => ""',
    ...page('pages/home/home', 'wx.getBackgroundAudioManager()', '<view>好课</view>'),
    ...page('pages/me/me', "import { uses } from '../../privacy/words'", '<button open-type="chooseAvatar" />'),
    ...page(
      'shop/pages/pay/pay',
      "import { buyingShut } from '../../../device/channel'\nwx.requestPayment({})",
      '<view>购买</view>',
    ),
    ...planted,
  }
  const it: MiniProgram = {
    app: planted['app.json'] ? { ...app, ...JSON.parse(planted['app.json']) } : app,
    texts: new Map(Object.entries(files)),
    pictures: new Map([
      ['images/home.png', 900],
      ['images/home-dark.png', 900],
    ]),
    packages: [
      { name: 'main', bytes: 100, limit: 1_572_864 },
      { name: 'total', bytes: 100, limit: 31_457_280 },
    ],
    projectConfig: {
      compileType: 'miniprogram',
      miniprogramRoot: 'miniprogram/',
      setting: { useCompilerPlugins: ['typescript'], packNpmManually: true, packNpmRelationList: [], urlCheck: true },
      packOptions: { ignore: [{ type: 'suffix', value: '.test.ts' }] },
    },
    operations: '## 10. Privacy\n昵称、头像\n## 11. Upload\n| video or audio lessons | 教育 → 在线视频课程 |',
    ...more,
  }
  return platformBreaches(it).map(describeBreach)
}

test('the mini-program keeps every rule of the platform that a machine can see', () => {
  expect(platformBreaches(readMiniProgram(root)).map(describeBreach)).toEqual([])
})

test('a mini-program that keeps the rules is left in peace, whatever its comments say', () => {
  expect(given()).toEqual([])
  expect(given({ 'pages/home/home.wxml': '<!-- 分享得红包,立即购买 --><view>好课</view>' })).toEqual([])
  expect(given({ 'words/a.ts': "// 邀请好友领奖\nconst a = 'https://x.example/' /* wx.getUserProfile() */" })).toEqual(
    [],
  )
})

test.each<[rule: string, planted: Record<string, string>, more: Partial<MiniProgram>, said: string[]]>([
  [
    'W22',
    {},
    { packages: [{ name: 'shop', bytes: 3_000_000, limit: 2_097_152 }] },
    ['W22 shop: weighs 2930 KB, of at most 2048 KB'],
  ],
  [
    'W22',
    {},
    { pictures: new Map([['images/home.png', 50_000]]) },
    [
      'W22 images/home.png: weighs 49 KB of 40 KB',
      'W22 images/home-dark.png: is named by the tab bar and does not exist',
    ],
  ],
  [
    'W14',
    { 'pages/home/home.ts': 'wx.getBackgroundAudioManager()\nwx.setClipboardData({})' },
    {},
    [
      'W14 pages/home/home.ts:2: uses Clipboard (剪切板), of which privacy/words.ts says nothing',
      'W14 pages/home/home.ts:2: uses Clipboard: docs/operations.md, “Privacy”, lacks 剪切板',
    ],
  ],
  [
    'W14',
    { 'privacy/words.ts': 'UserInfo: 1, Camera: 2' },
    {},
    ['W14 privacy/words.ts: Camera is declared and nothing uses it'],
  ],
  ['W14', { 'pages/me/me.ts': 'Page({})' }, {}, ['W14 privacy/words.ts: no page shows it']],
  [
    'W14',
    { 'app.json': '{"__usePrivacyCheck__":false,"requiredPrivateInfos":["getLocation"]}' },
    {},
    [
      'W14 app.json: __usePrivacyCheck__ must be true: else nothing asks on older WeChat',
      'W14 app.json: requiredPrivateInfos names getLocation, unused',
    ],
  ],
  [
    'W14',
    {
      'privacy/words.ts': 'UserInfo: 1, ChooseLocation: 2',
      'pages/me/me.ts': "import { uses } from '../../privacy/words'\nwx.chooseLocation()",
    },
    { operations: '## 10. Privacy\n昵称、头像 选择的位置\n| video or audio lessons | 在线视频课程 |' },
    [
      'W14 app.json: requiredPrivateInfos lacks chooseLocation',
      'W14 app.json: permission must say why the place is asked for',
    ],
  ],
  [
    'W3',
    { 'pages/home/home.wxml': '<view>\n<button>立即购买</button></view>' },
    {},
    [
      'W3 pages/home/home.wxml:2: speaks of buying (购买) and nobody asks device/channel whether this phone may be sold to',
    ],
  ],
  [
    'W19',
    {
      'words/share.ts': "const a = '邀请三位好友,免费领取'\nconst b = '分享后解锁下一节'\nconst c = 'Share to unlock'",
    },
    {},
    [
      'W19 words/share.ts:1: promises something for sharing: 邀请三位好友,免费领取',
      'W19 words/share.ts:2: promises something for sharing: 分享后解锁',
      'W19 words/share.ts:3: promises something for sharing: Share to unlock',
    ],
  ],
  [
    'W18',
    {
      'pages/home/home.ts':
        'wx.getBackgroundAudioManager()\nPage({\n  async onLoad() {\n    wx.requestSubscribeMessage({ tmplIds: [a, b, c, d] })\n  },\n  onTap() {\n    wx.requestSubscribeMessage({ tmplIds: ids })\n    wx.requestSubscribeMessage({ tmplIds: ids.slice(0, 3) })\n  },\n})',
    },
    {},
    [
      'W18 pages/home/home.ts:4: asks for consent in onLoad: WeChat lets only a tap ask',
      'W18 pages/home/home.ts:4: must ask for three templates at most: slice(0, 3)',
      'W18 pages/home/home.ts:7: must ask for three templates at most: slice(0, 3)',
    ],
  ],
  [
    'W15',
    { 'pages/home/home.ts': 'wx.getBackgroundAudioManager(); wx.getUserProfile({})' },
    {},
    ['W15 pages/home/home.ts:1: was taken back by WeChat: use chooseAvatar and type="nickname"'],
  ],
  [
    'W1',
    { 'pages/home/home.ts': 'wx.getBackgroundAudioManager(); wx.requestPayment({})' },
    {},
    ['W1 pages/home/home.ts:1: opens a pay sheet outside shop/, where the rules of paying are kept'],
  ],
  [
    'W27',
    { 'shop/pages/pay/pay.wxml': '<web-view src="alipays://pay" />' },
    {},
    ['W27 shop/pages/pay/pay.wxml:1: leads to Alipay, which cannot be used inside WeChat'],
  ],
  [
    'W25',
    { 'pages/home/home.ts': 'Page({})' },
    {},
    ['W25 app.json: requiredBackgroundModes names audio and nothing plays in the background'],
  ],
  [
    'W25',
    { 'app.json': '{"requiredBackgroundModes":[]}' },
    {},
    ['W25 pages/home/home.ts:1: app.json lacks requiredBackgroundModes: audio'],
  ],
  [
    'W21',
    { 'pages/home/home.wxml': '<live-player src="x" />' },
    {},
    [
      'W21 pages/home/home.wxml:1: live lessons: docs/operations.md has no row that says it needs the category 在线视频课程',
    ],
  ],
  [
    'sitemap',
    {
      'sitemap.json': '{"rules":[{"action":"allow","page":"pages/me/me"},{"action":"allow","page":"pages/gone/gone"}]}',
    },
    {},
    [
      'sitemap sitemap.json: must end by disallowing every other page',
      'sitemap sitemap.json: names pages/gone/gone, which is no page of app.json',
      "sitemap sitemap.json: opens pages/me/me to WeChat's search, which is a person's own",
    ],
  ],
  [
    'DevTools',
    {
      'app.json': '{"preloadRule":{"pages/home/home":{"packages":["learn"]}},"tabbar":{}}',
      'shop/pages/lost/lost.json': '{}',
    },
    { projectConfig: { compileType: 'plugin', miniprogramRoot: 'miniprogram/', setting: { typescript: true } } },
    [
      'DevTools project.config.json setting: has the key typescript, which WeChat does not document',
      'DevTools app.json: has the key tabbar, which WeChat does not document',
      'DevTools project.config.json: compileType must be miniprogram',
      'DevTools project.config.json: setting.useCompilerPlugins must name typescript: there is no build step of ours',
      'DevTools project.config.json: setting.packNpmManually must be on, or DevTools packs what is packed already',
      'DevTools project.config.json: packOptions must leave tests out of the upload',
      'DevTools project.config.json: setting.urlCheck must be on: what passes here must pass on a phone',
      'DevTools app.json: does not name the page shop/pages/lost/lost: nobody can open it',
      'DevTools app.json: preloadRule of pages/home/home names learn, no subpackage',
    ],
  ],
])('a breach of %s is found: %j', (_rule, planted, more, said) => {
  expect(given(planted, more)).toEqual(said)
})
