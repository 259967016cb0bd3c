import { describePlan, EMPTY, type Found, planDeployment } from './plan'
import { PAY_NOTIFY, SWEEP, wantedOf } from './school.fixture'
import { descriptionOf } from './wanted'

const WANTED = wantedOf(PAY_NOTIFY, SWEEP)

/** The cloud after WANTED was deployed. */
const DEPLOYED: Found = {
  functions: WANTED.functions.map(({ name, hash, timeout, memory, environment, triggers }) => ({
    name,
    runtime: 'Nodejs20.19',
    timeout,
    memory,
    description: descriptionOf(hash),
    environment,
    triggers,
  })),
  collections: [
    { name: 'users', rule: 'ADMINONLY', indexes: [{ name: '_id_', fields: [['_id', '1']], unique: true }] },
    {
      name: 'orders',
      rule: 'ADMINONLY',
      indexes: [
        {
          name: 'of_buyer',
          fields: [
            ['userId', '1'],
            ['listKey', '-1'],
          ],
          unique: false,
        },
      ],
    },
  ],
  paths: [{ path: '/payNotify', functionName: 'payNotify' }],
  httpOpen: true,
  storageRule: 'ADMINONLY',
  siteOpen: true,
  siteFiles: WANTED.site.files.map(({ cloudPath, md5 }) => ({ cloudPath, md5 })),
}

const NOTHING = { steps: [], unchanged: ['payNotify', 'sweepOrders'], leftAlone: [], refusals: [] }

test('an empty environment gets everything: collections closed to clients first, then functions, then their paths, then the storefront', () => {
  expect(planDeployment(WANTED, EMPTY)).toEqual({
    ...NOTHING,
    unchanged: [],
    steps: [
      { do: 'createCollection', collection: 'users' },
      { do: 'setRule', collection: 'users' },
      { do: 'createCollection', collection: 'orders' },
      { do: 'setRule', collection: 'orders' },
      {
        do: 'createIndex',
        collection: 'orders',
        index: { name: 'of_buyer', fields: { userId: 1, listKey: -1 } },
      },
      { do: 'setStorageRule' },
      { do: 'createFunction', name: 'payNotify' },
      { do: 'createFunction', name: 'sweepOrders' },
      { do: 'createTrigger', name: 'sweepOrders', trigger: { name: 'everyMinute', config: '0 * * * * * *' } },
      { do: 'openHttp' },
      { do: 'openPath', name: 'payNotify', path: '/payNotify' },
      { do: 'openSite' },
      { do: 'uploadSite', cloudPaths: ['index.html', 'js/app-1.js'] },
    ],
  })
})

test('what is deployed already is not deployed again', () => {
  expect(planDeployment(WANTED, DEPLOYED)).toEqual(NOTHING)
})

test('changed code is uploaded, and only that function', () => {
  const changed = wantedOf({ ...PAY_NOTIFY, files: [{ name: 'index.js', content: 'SHOP_URL WECHATPAY_MCHID' }] }, SWEEP)
  expect(planDeployment(changed, DEPLOYED)).toEqual({
    ...NOTHING,
    unchanged: ['sweepOrders'],
    steps: [
      { do: 'updateCode', name: 'payNotify' },
      { do: 'updateConfiguration', name: 'payNotify', changed: ['description'] },
    ],
  })
})

test('a changed setting, limit or timer changes the configuration, named without its value', () => {
  const [pay, sweep] = DEPLOYED.functions
  if (!pay || !sweep) throw new Error('two functions are deployed')
  const found = {
    ...DEPLOYED,
    functions: [
      { ...pay, timeout: 5, environment: { ...pay.environment, WECHATPAY_MCHID: '1900000002', OLD: 'x' } },
      { ...sweep, triggers: [{ name: 'everyMinute', config: '0 */5 * * * * *' }] },
    ],
  }
  expect(planDeployment(WANTED, found)).toEqual({
    ...NOTHING,
    unchanged: [],
    steps: [
      { do: 'updateConfiguration', name: 'payNotify', changed: ['timeout', 'OLD', 'WECHATPAY_MCHID'] },
      { do: 'deleteTrigger', name: 'sweepOrders', trigger: 'everyMinute' },
      { do: 'createTrigger', name: 'sweepOrders', trigger: { name: 'everyMinute', config: '0 * * * * * *' } },
    ],
  })
})

test('a collection that clients could read is closed; an index with other fields is made anew', () => {
  const [users, orders] = DEPLOYED.collections
  if (!users || !orders) throw new Error('two collections are deployed')
  const found: Found = {
    ...DEPLOYED,
    collections: [
      { ...users, rule: 'PRIVATE' },
      { ...orders, indexes: [{ name: 'of_buyer', fields: [['userId', '1']], unique: false }] },
    ],
  }
  const index = { name: 'of_buyer', fields: { userId: 1, listKey: -1 } }
  expect(planDeployment(WANTED, found).steps).toEqual([
    { do: 'setRule', collection: 'users' },
    { do: 'dropIndex', collection: 'orders', index: 'of_buyer' },
    { do: 'createIndex', collection: 'orders', index },
  ])
})

test('of the storefront only what changed goes up, and files of older ones stay', () => {
  const [index, app] = DEPLOYED.siteFiles
  if (!index || !app) throw new Error('two files are deployed')
  const siteFiles = [{ ...index, md5: 'c'.repeat(32) }, app, { cloudPath: 'js/app-0.js', md5: 'd'.repeat(32) }]
  const plan = planDeployment(WANTED, { ...DEPLOYED, siteFiles })
  expect(plan).toEqual({ ...NOTHING, steps: [{ do: 'uploadSite', cloudPaths: ['index.html'] }] })
  expect(describePlan(plan, WANTED)).toContain('  + storefront: 1 of 2 files, 1.0 KB')
})

test('what is not ours is left alone and said', () => {
  const found: Found = {
    ...DEPLOYED,
    collections: [...DEPLOYED.collections, { name: 'diary', rule: '', indexes: [] }],
  }
  expect(planDeployment(WANTED, found)).toEqual({ ...NOTHING, leftAlone: ['diary'] })
})

test('a runtime that cannot be changed and a path that leads elsewhere are refused with the way out', () => {
  const found: Found = {
    ...DEPLOYED,
    functions: DEPLOYED.functions.map((one) => (one.name === 'payNotify' ? { ...one, runtime: 'Nodejs16.13' } : one)),
    paths: [{ path: '/payNotify', functionName: 'oldShop' }],
  }
  expect(planDeployment(WANTED, found).refusals).toEqual([
    'payNotify runs on Nodejs16.13, and CloudBase fixes the runtime at creation: delete it in the console, then deploy again',
    'the path /payNotify leads to oldShop, not to payNotify: remove it in the console, then deploy again',
  ])
})

test('the plan reads as a list of changes', () => {
  expect(describePlan(planDeployment(WANTED, DEPLOYED), WANTED)).toBe(
    'Nothing to do: the cloud holds what was built.\n2 functions stay as they are: payNotify, sweepOrders',
  )
  expect(
    describePlan(planDeployment(wantedOf(SWEEP), { ...EMPTY, collections: DEPLOYED.collections }), wantedOf(SWEEP)),
  ).toBe(
    [
      '5 steps:',
      '  ~ storage: closed to every client (ADMINONLY)',
      '  + function sweepOrders: 0.0 KB, 60 s, 256 MB, settings SHOP_URL',
      '  + timer sweepOrders.everyMinute: 0 * * * * * *',
      '  ~ static hosting: on',
      '  + storefront: 2 of 2 files, 3.0 KB',
    ].join('\n'),
  )
})
