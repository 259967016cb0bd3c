import { NAMES, PAY_NOTIFY, SETTINGS, SWEEP, wantedOf } from './school.fixture'
import { cloudbaserc, configJson, permissionLines, refusals, wantedFunction } from './wanted'

test('a function is given the settings that its code names, and no others', () => {
  expect(wantedFunction(PAY_NOTIFY, SETTINGS, NAMES)).toEqual({
    name: 'payNotify',
    folder: '/nowhere/payNotify',
    bytes: 87,
    hash: expect.stringMatching(/^[0-9a-f]{12}$/),
    timeout: 10,
    memory: 256,
    environment: { SHOP_URL: 'https://school.example.cn/', WECHATPAY_MCHID: '1900000001' },
    triggers: [],
    path: '/payNotify',
    openapi: ['subscribeMessage.send'],
  })
})

test('a setting whose name only begins another’s is not given with it', () => {
  const files = [{ name: 'index.js', content: 'exports.main=()=>process.env.WECHATPAY_PUBLIC_KEY_ID' }]
  const settings = { WECHATPAY_PUBLIC_KEY: 'a key', WECHATPAY_PUBLIC_KEY_ID: 'PUB_KEY_ID_01' }
  const { environment } = wantedFunction({ ...SWEEP, files }, settings, Object.keys(settings))
  expect(environment).toEqual({ WECHATPAY_PUBLIC_KEY_ID: 'PUB_KEY_ID_01' })
})

test('the hash changes with any byte of any file, and not with their order', () => {
  const hash = (files: typeof PAY_NOTIFY.files) => wantedFunction({ ...PAY_NOTIFY, files }, {}, []).hash
  const [code, packages] = PAY_NOTIFY.files
  if (!code || !packages) throw new Error('the fixture has two files')

  expect(hash([packages, code])).toBe(hash([code, packages]))
  expect(hash([code, { ...packages, content: '{"name":"payNotifx"}' }])).not.toBe(hash([code, packages]))
})

test('what CloudBase would refuse is said before anything is uploaded', () => {
  const wanted = wantedOf(
    { ...PAY_NOTIFY, functionJson: { timeout: 90, memory: 300 } },
    {
      ...SWEEP,
      functionJson: { ...SWEEP.functionJson, triggers: [{ name: 'daily', type: 'timer', config: '0 3 * * *' }] },
    },
  )
  const large = {
    ...wanted,
    functions: wanted.functions.map((one) => ({ ...one, environment: { KEY: 'k'.repeat(4094) } })),
  }
  const [pay, sweep] = ['payNotify', 'sweepOrders']

  expect(refusals(wantedOf(PAY_NOTIFY, SWEEP))).toEqual([])
  expect(refusals(large)).toEqual([
    `${pay}: its settings are 4097 bytes, CloudBase takes 4096`,
    `${pay}: memory 300 is none of 128, 256, 512, 1024, 2048`,
    `${pay}: timeout 90 is not 1 to 60 s`,
    `${sweep}: its settings are 4097 bytes, CloudBase takes 4096`,
    `${sweep}: timer daily has not seven fields: 0 3 * * *`,
  ])
})

test('an upload tells WeChat which of its interfaces it calls', () => {
  expect(JSON.parse(configJson(PAY_NOTIFY.functionJson))).toEqual({
    permissions: { openapi: ['subscribeMessage.send'] },
    triggers: [],
  })
})

test('the functions that DevTools must upload too are named by what they call', () => {
  const both = { permissions: { openapi: ['subscribeMessage.send', 'wxacode.getUnlimited'] } }
  const wanted = wantedOf(PAY_NOTIFY, { ...SWEEP, functionJson: { ...SWEEP.functionJson, ...both } })
  expect(permissionLines(wanted)).toEqual([
    'subscribeMessage.send: payNotify, sweepOrders',
    'wxacode.getUnlimited: sweepOrders',
  ])
})

test('cloudbaserc.json says the same to Tencent’s own tools, with secrets as names', () => {
  const text = cloudbaserc(wantedOf(SWEEP), NAMES)
  expect(text).not.toContain(SETTINGS.SHOP_URL)
  expect(JSON.parse(text)).toEqual({
    version: '2.0',
    envId: '{{env.TCB_ENV_ID}}',
    functionRoot: 'cloudfunctions',
    functions: [
      {
        name: 'sweepOrders',
        timeout: 60,
        memorySize: 256,
        runtime: 'Nodejs20.19',
        handler: 'index.main',
        installDependency: true,
        envVariables: { SHOP_URL: '{{env.SHOP_URL}}' },
        triggers: [{ name: 'everyMinute', type: 'timer', config: '0 * * * * * *' }],
      },
    ],
    framework: {
      plugins: {
        database: {
          use: '@cloudbase/framework-plugin-database',
          inputs: {
            collections: [
              { collectionName: 'users', description: 'users', aclTag: 'ADMINONLY', createIndexes: [] },
              {
                collectionName: 'orders',
                description: 'orders',
                aclTag: 'ADMINONLY',
                createIndexes: [
                  {
                    name: 'of_buyer',
                    unique: false,
                    keys: [
                      { name: 'userId', direction: '1' },
                      { name: 'listKey', direction: '-1' },
                    ],
                  },
                ],
              },
            ],
          },
        },
      },
    },
  })
})
