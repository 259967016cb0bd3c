import { type Bundle, type Wanted, type WantedSite, wantedFunction } from './wanted'

/** A small school to deploy: two functions, two collections. */

export const SETTINGS = {
  SHOP_URL: 'https://school.example.cn/',
  WECHATPAY_MCHID: '1900000001',
  SESSION_KEY: 'k'.repeat(32),
}
export const NAMES = Object.keys(SETTINGS)

export const PAY_NOTIFY: Bundle = {
  name: 'payNotify',
  folder: '/nowhere/payNotify',
  files: [
    { name: 'index.js', content: 'exports.main=()=>[process.env.WECHATPAY_MCHID,process.env.SHOP_URL]' },
    { name: 'package.json', content: '{"name":"payNotify"}' },
  ],
  functionJson: { timeout: 10, memory: 256, http: '/payNotify', permissions: { openapi: ['subscribeMessage.send'] } },
}

export const SWEEP: Bundle = {
  name: 'sweepOrders',
  folder: '/nowhere/sweepOrders',
  files: [{ name: 'index.js', content: 'exports.main=()=>process.env.SHOP_URL' }],
  functionJson: {
    timeout: 60,
    memory: 256,
    triggers: [{ name: 'everyMinute', type: 'timer', config: '0 * * * * * *' }],
  },
}

export const SITE: WantedSite = {
  files: [
    { localPath: '/nowhere/index.html', cloudPath: 'index.html', md5: 'a'.repeat(32), bytes: 1024 },
    { localPath: '/nowhere/js/app-1.js', cloudPath: 'js/app-1.js', md5: 'b'.repeat(32), bytes: 2048 },
  ],
}

export const wantedOf = (...bundles: Bundle[]): Wanted => ({
  functions: bundles.map((bundle) => wantedFunction(bundle, SETTINGS, NAMES)),
  collections: [
    { name: 'users', indexes: [] },
    { name: 'orders', indexes: [{ name: 'of_buyer', fields: { userId: 1, listKey: -1 } }] },
  ],
  site: SITE,
})
