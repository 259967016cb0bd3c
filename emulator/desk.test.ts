import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Desk } from './desk'
import { openTestDesk, type Visitor, visit } from './testing/desk'
import { SHOP, temporaryFolder, writeFunctions } from './testing/functions'

const folder = temporaryFolder()
const functionsDir = join(folder.path, 'functions')
let desk: Desk
let mei: Visitor
let zhou: Visitor

const visits = () => desk.database.look('visits', { offset: 0, limit: 1000 }).documents as Record<string, unknown>[]
const json = async (path: string) => (await fetch(desk.url + path)).json()
const latest = (name: string) => desk.functions.invocations.list().find((one) => one.function === name)

beforeAll(async () => {
  writeFunctions(functionsDir, SHOP)
  desk = await openTestDesk({ dataDir: join(folder.path, 'data'), functionsDir, maxConcurrency: 4 })
  const [first, second] = desk.weChat.accounts.all()
  mei = await visit(desk, first?.openid ?? '')
  zhou = await visit(desk, second?.openid ?? '')
})
afterAll(async () => {
  await desk.close()
  folder.remove()
})

describe('who is calling', () => {
  test('fifty calls at once by five people never see another caller', async () => {
    const people = await Promise.all(
      ['一', '二', '三', '四', '五'].map((name) => visit(desk, desk.weChat.accounts.create(name).openid)),
    )
    const calls = Array.from({ length: 50 }, (_, n) => ({ who: people[n % people.length] ?? mei, n }))
    const replies = await Promise.all(calls.map(({ who, n }) => who.call('whoAmI', { n })))

    expect(replies.map(({ result }) => result)).toEqual(
      calls.map(({ who: { openid }, n }) => ({
        before: openid,
        after: openid,
        source: 'wx_client',
        echo: { n, userInfo: { appId: 'wx0000000000000000', openId: openid } },
      })),
    )
    const written = visits().filter(({ by }) => people.some(({ openid }) => openid === by))
    expect(written.map(({ by, n }) => `${by} ${n}`).sort()).toEqual(
      calls.map(({ who, n }) => `${who.openid} ${n}`).sort(),
    )
    expect(Math.max(...desk.functions.invocations.list().map(({ databaseOperations }) => databaseOperations))).toBe(1)
  })

  test('a function called by a function still knows who called first', async () => {
    expect((await zhou.call('ask', { name: 'whoAmI', data: { n: 1 } })).result).toEqual({
      result: {
        before: zhou.openid,
        after: zhou.openid,
        source: 'wx_client,scf',
        echo: { n: 1, userInfo: { appId: 'wx0000000000000000', openId: zhou.openid } },
      },
    })
    expect(latest('whoAmI')).toMatchObject({
      trigger: 'function',
      parent: latest('ask')?.requestId,
      openid: zhou.openid,
    })
  })

  test('nested calls do not wait for each other, however many callers hold a process', async () => {
    const replies = await Promise.all(
      Array.from({ length: 10 }, (_, n) => mei.call('ask', { name: 'whoAmI', data: { n } })),
    )
    expect(replies.map(({ result }) => (result as { result: { before: string } }).result.before)).toEqual(
      Array.from({ length: 10 }, () => mei.openid),
    )
  })

  test('work left behind is finished as the caller who left it, whoever calls next', async () => {
    for (const named of [true, false]) {
      const before = visits().length
      const [left] = await Promise.all([mei.call('later', { named }), zhou.call('later', { named })])
      await zhou.call('later', { named })
      await desk.functions.quiet()
      expect(left.result).toMatchObject({ runs: expect.any(Number) })
      expect(
        visits()
          .slice(before)
          .map(({ by }) => by)
          .sort(),
      ).toEqual([mei.openid, zhou.openid, zhou.openid].sort())
    }
    expect(latest('later')?.afterMs).toBeGreaterThan(50)
  })

  test('nobody calls without a session', async () => {
    const reply = await fetch(`${desk.url}/cloud/whoAmI`, { method: 'POST', body: '{}' })
    expect([reply.status, await reply.json()]).toEqual([
      401,
      { errCode: -1, errMsg: expect.stringContaining('session') },
    ])
  })
})

describe('what goes wrong in a function', () => {
  const failure = (service: number, message: string) => ({
    errCode: -404011,
    errMsg: expect.stringMatching(
      new RegExp(
        `^cloud.callFunction:fail requestID \\S{36}, cloud function service error code ${service}, error message ${message}`,
      ),
    ),
  })

  test('an error, an exit, a bundle that does not load', async () => {
    expect(await mei.call('throws')).toEqual(failure(-504002, 'TypeError: no such lesson$'))
    expect(await mei.call('dies')).toEqual(failure(-504002, '.*user code exited unexpectedly: exit code 7'))
    expect(await mei.call('broken')).toEqual(failure(-504002, 'Error: cannot even load$'))
    expect(latest('throws')).toMatchObject({ outcome: 'error', logs: [{ stream: 'stderr', text: 'about to fail' }] })
    expect(latest('dies')).toMatchObject({ outcome: 'crash', state: 'done' })
  })

  test('a function over its time is stopped, also in the middle of a loop', async () => {
    const both = await Promise.all([mei.call('slow'), mei.call('slow', { spin: true })])
    const late = failure(-504003, 'Invoking task timed out after 1 seconds$')
    expect(both).toEqual([late, late])
    expect(latest('slow')?.ms).toBeLessThan(5000)
  })

  test('a function over its memory is stopped', async () => {
    expect(await mei.call('greedy')).toEqual(failure(-504004, 'Memory limit of 64 MB exceeded$'))
  })

  test('a result has a size: 6 MB for the cloud, 1 MB for the client', async () => {
    const MB = 1024 * 1024
    expect(await mei.call('large', { bytes: 6 * MB })).toEqual(failure(-504002, 'The size of response exceeds'))
    expect(await mei.call('large', { bytes: MB })).toEqual({
      errCode: -604001,
      errMsg: 'cloudfunction result size exceed limit (1MB)',
    })
    expect((await mei.call('large', { bytes: 10 })).result).toBe('xxxxxxxxxx')
    expect(await mei.call('large', { bytes: 10, note: 'x'.repeat(6 * MB) })).toEqual(
      failure(-504001, 'RequestTooLarge'),
    )
  })

  test('a function that is not there', async () => {
    expect(await mei.call('sellHouse')).toEqual({
      errCode: -501000,
      errMsg: expect.stringMatching(/^FunctionName parameter could not be found/),
    })
    expect(await mei.call('..%2F..%2Fwho')).toMatchObject({ errCode: -501000 })
  })

  test('the SDK hears of it in its own words', async () => {
    const nested = async (name: string) => (await mei.call('ask', { name, data: {} })).result
    expect(await nested('throws')).toEqual({
      errCode: -1,
      code: 'FUNCTIONS_EXECUTE_FAIL',
      errMsg: expect.stringContaining('"errorMessage":"user code exception caught"'),
    })
    expect(await nested('slow')).toEqual({
      errCode: -1,
      code: 'FUNCTIONS_TIME_LIMIT_EXCEEDED',
      errMsg: 'callFunction:fail Invoking task timed out after 1 seconds',
    })
  })

  test('nothing outside the desk can be reached, by any way', async () => {
    const refused = 'EGRESS_REFUSED: a function on this desk may reach only the desk, not '
    expect((await mei.call('outside')).result).toEqual({
      fetch: `${refused}api.mch.weixin.qq.com:443`,
      http: `${refused}10.0.0.1:81`,
      name: 'EGRESS_REFUSED',
    })
  })
})

describe('processes', () => {
  test('the first call is cold, the next is warm, a new build is cold again', async () => {
    await mei.call('clock')
    const cold = latest('clock')
    await desk.functions.quiet()
    await mei.call('clock')
    await desk.functions.quiet()
    expect([cold?.start, latest('clock')?.start]).toEqual(['cold', 'warm'])
    expect(cold?.loadMs).toBeGreaterThan(0)

    writeFunctions(functionsDir, { clock: { code: `${SHOP.clock?.code}\n// built again` } })
    await mei.call('clock')
    expect(latest('clock')?.start).toBe('cold')
  })
})

describe('HTTP access', () => {
  test('a notice arrives as raw text, with its headers and no identity', async () => {
    // The same process has just served somebody with a name.
    expect((await mei.call('hook', { queryStringParameters: {}, headers: {} })).result).toMatchObject({
      openid: mei.openid,
    })
    const body = '{"id": "EV-1",  "spaces":   "kept"}'
    const reply = await fetch(`${desk.url}/http/hook/pay?a=1&a2=%E6%9D%8F`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'Wechatpay-Signature': 'c2ln', 'x-wechat-session': mei.session },
      body,
    })
    expect(await reply.json()).toEqual({
      path: '/hook/pay',
      httpMethod: 'POST',
      signature: 'c2ln',
      body,
      isBase64Encoded: false,
      queryStringParameters: { a: '1', a2: '杏' },
      openid: null,
    })
  })

  test('bytes that are not text travel as base64, both ways', async () => {
    const sent = await fetch(`${desk.url}/http/hook`, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: Buffer.from([0, 255, 7]),
    })
    expect(await sent.json()).toMatchObject({ body: 'AP8H', isBase64Encoded: true })
    const got = await fetch(`${desk.url}/http/hook?as=integration`)
    expect([got.status, got.headers.get('x-kept'), got.headers.get('content-type')]).toEqual([201, 'yes', 'image/png'])
    expect(Buffer.from(await got.arrayBuffer())).toEqual(Buffer.from([1, 2, 3]))
  })

  test('text is text, an error is a 500, an undeclared path is a 404', async () => {
    const text = await fetch(`${desk.url}/http/hook?as=text`)
    expect([text.headers.get('content-type'), await text.text()]).toEqual(['text/plain; charset=utf-8', 'plain'])
    const failed = await fetch(`${desk.url}/http/hook?as=throw`)
    expect([failed.status, await failed.json()]).toEqual([
      500,
      expect.objectContaining({ code: 'FUNCTIONS_EXECUTE_FAIL' }),
    ])
    const unknown = await fetch(`${desk.url}/http/hooked`)
    expect([unknown.status, await unknown.json()]).toEqual([404, expect.objectContaining({ code: 'INVALID_PATH' })])
  })
})

describe('files', () => {
  const upload = async (path: string, put: string) =>
    ((await mei.call('files', { put, path })).result as { fileID: string }).fileID
  const linkTo = async (link: string, maxAge?: number) => {
    const { fileList } = (await mei.call('files', { link, maxAge })).result as {
      fileList: { tempFileURL: string; code: string }[]
    }
    return fileList[0] ?? { tempFileURL: '', code: '' }
  }

  test('a file goes up, comes down whole and in parts, and its link expires', async () => {
    const fileID = await upload('课程/春.txt', '0123456789')
    expect(fileID).toMatch(/^cloud:\/\/desk-env\.[^/]+\/课程\/春\.txt$/)
    expect((await mei.call('files', { get: fileID })).result).toBe('0123456789')

    const { tempFileURL } = await linkTo(fileID, 60)
    const whole = await fetch(tempFileURL)
    expect([
      whole.status,
      whole.headers.get('content-type'),
      whole.headers.get('accept-ranges'),
      await whole.text(),
    ]).toEqual([200, 'text/plain; charset=utf-8', 'bytes', '0123456789'])
    const part = await fetch(tempFileURL, { headers: { range: 'bytes=2-4' } })
    expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([206, 'bytes 2-4/10', '234'])
    const beyond = await fetch(tempFileURL, { headers: { range: 'bytes=10-' } })
    expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, 'bytes */10'])
    const changed = await fetch(tempFileURL, { headers: { range: 'bytes=2-4', 'if-range': '"another"' } })
    expect([changed.status, await changed.text()]).toEqual([200, '0123456789'])
    const head = await fetch(tempFileURL, { method: 'HEAD' })
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '10', ''])

    const forged = await fetch(tempFileURL.replace(/t=\d+/, 't=9999999999'))
    expect([forged.status, await forged.text()]).toEqual([
      403,
      expect.stringContaining('<Code>SignatureDoesNotMatch</Code>'),
    ])
    desk.clock.advance(61_000)
    const expired = await fetch(tempFileURL)
    expect([expired.status, await expired.text()]).toEqual([
      403,
      expect.stringContaining('<Message>Request has expired</Message>'),
    ])
  })

  test('a page among the files runs nothing on this desk', async () => {
    const policyOf = async (path: string) =>
      (await fetch((await linkTo(await upload(path, '<script>1</script>'))).tempFileURL)).headers.get(
        'content-security-policy',
      )
    expect(await Promise.all(['page.html', 'drawing.svg', 'words.txt'].map(policyOf))).toEqual([
      'sandbox',
      'sandbox',
      null,
    ])
  })

  test('a file that is removed or never was has no link', async () => {
    const fileID = await upload('gone.png', 'x')
    expect((await mei.call('files', { remove: fileID })).result).toMatchObject({
      fileList: [{ code: 'SUCCESS', fileID }],
    })
    expect((await linkTo(fileID)).code).toBe('STORAGE_FILE_NONEXIST')
    expect((await linkTo('cloud://other-env.bucket/gone.png')).code).toBe('STORAGE_FILE_NONEXIST')
  })

  test('no path leads out of the storage', async () => {
    expect(await mei.call('files', { put: 'x', path: '../desk.sqlite' })).toMatchObject({ errCode: -404011 })
    for (const path of ['/storage/..%2Fdesk.sqlite', '/storage/%2e%2e/desk.sqlite', '/storage/a%00b']) {
      expect((await fetch(desk.url + path)).status).toBeGreaterThanOrEqual(400)
    }
  })
})

describe('WeChat', () => {
  const api = async (name: string, args: Record<string, unknown>) =>
    (await mei.call('openapi', { api: name, args })).result
  const news = (touser: string) => ({
    touser,
    templateId: 'course-opened',
    page: 'pages/learn/learn',
    data: { thing1: { value: '春天的课' }, time2: { value: '2026年11月21日 10:00' } },
  })

  test('one consent is one message', async () => {
    expect(await api('subscribeMessage.send', news(zhou.openid))).toEqual({ errCode: 43101 })
    expect((await zhou.post('/wechat/subscribe', { templateIds: ['course-opened'], decision: 'accept' })).body).toEqual(
      {
        'course-opened': 'accept',
        errMsg: 'requestSubscribeMessage:ok',
      },
    )
    expect(await api('subscribeMessage.send', news(zhou.openid))).toMatchObject({ errCode: 0 })
    expect(await api('subscribeMessage.send', news(zhou.openid))).toEqual({ errCode: 43101 })
    expect(await json('/desk/messages')).toEqual({
      messages: [
        {
          id: expect.any(String),
          openid: zhou.openid,
          templateId: 'course-opened',
          page: 'pages/learn/learn',
          data: { thing1: { value: '春天的课' }, time2: { value: '2026年11月21日 10:00' } },
          sentAt: expect.any(String),
          read: false,
        },
      ],
    })
  })

  test('a code for a page is a picture', async () => {
    expect(
      await api('wxacode.getUnlimited', { scene: 'c=NO-1', page: 'pages/certificate/certificate', width: 280 }),
    ).toEqual({
      contentType: 'image/png',
      errCode: 0,
      errMsg: 'openapi.wxacode.getUnlimited:ok',
      head: '\x89PNG\r\n\x1a\n',
      bytes: expect.any(Number),
    })
    expect(await api('wxacode.getUnlimited', { scene: '中文' })).toEqual({ errCode: 40169 })
    expect(await api('wxacode.getUnlimited', { scene: 'a', width: 1281 })).toEqual({ errCode: 40097 })
  })

  test('text is looked at', async () => {
    const check = (content: string) =>
      api('security.msgSecCheck', { content, version: 2, scene: 2, openid: mei.openid })
    expect(await check('老师讲得真好')).toMatchObject({ errCode: 0, result: { suggest: 'pass', label: 100 } })
    expect(await check('找人代考')).toMatchObject({ errCode: 0, result: { suggest: 'risky', label: 20006 } })
    expect(await check('2026')).toMatchObject({ errCode: 0, result: { suggest: 'pass' } })
  })

  test('an api that is unknown or not permitted is refused by number', async () => {
    expect(await api('nothing.likeThis', {})).toEqual({ errCode: -604100 })
    expect((await mei.call('unpermitted')).result).toEqual({ errCode: -604101 })
    const { calls } = (await json('/desk/openapi')) as { calls: Record<string, unknown>[] }
    expect(calls[0]).toEqual({
      at: expect.any(String),
      function: 'unpermitted',
      requestId: expect.any(String),
      api: 'security.msgSecCheck',
      arguments: { content: '你好' },
      errCode: -604101,
    })
  })

  test('a login code says once who somebody is', async () => {
    const { code } = (await mei.post('/wechat/login', {})).body as { code: string }
    const redeem = (secret = desk.virtualPay.account.appSecret) =>
      json(
        `/sns/jscode2session?appid=wx0000000000000000&secret=${secret}&js_code=${code}&grant_type=authorization_code`,
      )
    expect(await redeem('s')).toEqual({ errcode: 40125, errmsg: 'invalid appsecret' })
    expect(await redeem()).toMatchObject({ openid: mei.openid, session_key: expect.any(String) })
    expect(await redeem()).toEqual({ errcode: 40029, errmsg: 'invalid code' })
  })
})

describe('time', () => {
  test('functions live in the time of the desk', async () => {
    desk.clock.advance(40 * 24 * 3600_000)
    const { result } = await mei.call('clock')
    const { now, iso, fixed, is } = result as { now: number; iso: string; fixed: string; is: boolean }
    expect(Math.abs(now - desk.clock.now())).toBeLessThan(2000)
    expect([iso.slice(0, 16), fixed, is]).toEqual([
      new Date(now).toISOString().slice(0, 16),
      '1970-01-01T00:00:00.000Z',
      true,
    ])
  })

  test('a timer rings when its hour comes, once for a leap over many hours, and nobody is the caller', async () => {
    await desk.functions.quiet()
    const swept = () => visits().filter(({ sweep }) => sweep)
    const before = swept().length
    const { timers } = (await json('/desk/timers')) as { timers: { nextAt: string }[] }
    const due = timers[0]?.nextAt ?? ''
    await fetch(`${desk.url}/desk/clock`, { method: 'POST', body: JSON.stringify({ advanceMs: 5 * 3600_000 }) })
    await desk.functions.quiet()
    expect(swept().slice(before)).toEqual([
      {
        _id: expect.any(String),
        sweep: { Type: 'Timer', TriggerName: 'everyHour', Time: due.replace('.000Z', 'Z'), Message: '' },
        openid: null,
        source: 'timer',
      },
    ])
    expect(latest('sweep')).toMatchObject({ trigger: 'timer', outcome: 'ok', databaseOperations: 1 })
  })
})

describe('what the panel looks at', () => {
  test('a page of another site cannot move the clock, order a fault or sign in', async () => {
    const before = desk.clock.offsetMs()
    const tries = ['/desk/clock', '/desk/faults', '/wechat/session', '/wechatPay/desk/notify', '/admin'].map(
      async (path) => {
        const headers = { origin: 'https://shop.example', 'content-type': 'text/plain' }
        return (await fetch(desk.url + path, { method: 'POST', headers, body: '{"advanceMs":1000}' })).status
      },
    )
    expect(await Promise.all(tries)).toEqual([403, 403, 403, 403, 403])
    expect(desk.clock.offsetMs()).toBe(before)
  })

  test('the whole desk at a glance', async () => {
    const { counts, ...rest } = (await json('/desk/overview')) as Record<string, unknown>
    expect(rest).toEqual({
      envId: 'desk-env',
      appId: 'wx0000000000000000',
      now: expect.any(String),
      offsetMs: desk.clock.offsetMs(),
      http: expect.any(Array),
      waiting: { notices: [], timers: desk.timers.list() },
    })
    expect(counts).toMatchObject({ documents: visits().length, collections: 1, payments: 0, paid: 0, faults: 0 })
  })

  test('one invocation whole, or many in brief', async () => {
    await mei.call('whoAmI')
    const { requestId } = latest('whoAmI') ?? { requestId: '' }
    expect(await json(`/desk/invocations/${requestId}`)).toMatchObject({
      operations: [{ action: 'database.insertDocument', subject: 'visits' }],
      chain: [0],
    })
    const { invocations } = (await json('/desk/invocations?function=whoAmI&limit=1&brief')) as {
      invocations: Record<string, unknown>[]
    }
    expect(invocations).toMatchObject([{ requestId, databaseOperations: 1 }])
    expect(invocations[0]).not.toHaveProperty('operations')
  })

  test('one document by its id', async () => {
    const second = visits()[1]
    expect(await json(`/desk/database/visits?id=${second?._id}`)).toEqual({
      collection: 'visits',
      total: visits().length,
      documents: [second],
    })
    expect(await json('/desk/database/visits?id=nobody')).toMatchObject({ documents: [] })
  })
})

describe('ordered misfortune', () => {
  test('an answer that is lost after the work was done', async () => {
    const before = visits().length
    desk.faults.order({
      service: 'database',
      action: 'database.insertDocument:visits',
      kind: 'errorAfter',
      code: 'SYS_ERR',
    })
    expect(await mei.call('whoAmI')).toMatchObject({ errMsg: expect.stringContaining('-501001') })
    expect(visits().length).toBe(before + 1)
    expect((await mei.call('whoAmI')).result).toMatchObject({ before: mei.openid })
    expect(desk.faults.list()).toEqual([])
  })

  test('an answer that the shop never hears', async () => {
    const before = visits().length
    desk.faults.order({ service: 'functions', action: 'POST /cloud/whoAmI', kind: 'errorAfter' })
    expect((await mei.post('/cloud/whoAmI', { data: {} })).status).toBe(500)
    expect(visits().length).toBe(before + 1)
  })

  test('a function killed in the moment it writes', async () => {
    const before = visits().length
    desk.faults.order({ service: 'database', action: 'database.insertDocument', kind: 'killBefore' })
    expect(await mei.call('whoAmI')).toMatchObject({ errMsg: expect.stringContaining('signal SIGKILL') })
    expect(visits().length).toBe(before)
  })

  test('what is not emulated is refused by name', async () => {
    const ask = async (body: unknown) =>
      (
        await fetch(`${desk.url}/admin`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        })
      ).json()
    expect(await ask({ action: 'storage.batchCopyFile' })).toEqual({
      code: 'INVALID_PARAM',
      message: 'the action storage.batchCopyFile is not emulated on this desk',
      requestId: expect.any(String),
    })
    expect(await ask({ action: 'database.addCollection', envName: 'another' })).toMatchObject({ code: 'INVALIID_ENV' })
    expect(await json('/desk/weather')).toEqual({
      code: 'NOT_FOUND',
      message: 'nothing answers GET /desk/weather on this desk',
    })
    expect(await ask('no object')).toMatchObject({ code: 'INVALID_PARAM' })
  })
})

test('a desk that cannot open lets its folder go', async () => {
  const wrong = join(folder.path, 'wrong')
  writeFunctions(wrong, {
    sweep: { code: 'exports.main = () => {}', config: { triggers: [{ name: 'odd', type: 'timer', config: 'soon' }] } },
  })
  const dataDir = join(folder.path, 'reopened')
  await expect(openTestDesk({ dataDir, functionsDir: wrong })).rejects.toThrow('"soon" is not a timer')
  await (await openTestDesk({ dataDir, functionsDir })).close()
})

describe('kill -9', () => {
  const data = join(folder.path, 'killed')
  const started: ChildProcess[] = []
  afterAll(() => {
    for (const child of started) child.kill('SIGKILL')
  })

  async function startDesk(): Promise<{ url: string; functionPid: number; kill(): Promise<void> }> {
    const script = join(__dirname, 'testing', 'deskProcess.ts')
    const child = spawn(process.execPath, ['--import', 'tsx', script, data, functionsDir], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    started.push(child)
    let url = ''
    for await (const line of createInterface({ input: child.stdout })) {
      if (line.startsWith('url ')) url = line.slice(4)
      if (!line.startsWith('child ')) continue
      const { pid } = JSON.parse(line.slice(6)) as { pid: number }
      const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
      const kill = () => {
        child.kill('SIGKILL')
        return gone
      }
      return { url, functionPid: pid, kill }
    }
    throw new Error('the desk did not open')
  }

  /** Resolves when no process has this id; the test's own time limit is the only patience there is. */
  async function gone(pid: number): Promise<void> {
    for (;;) {
      try {
        process.kill(pid, 0)
      } catch {
        return
      }
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }

  test('loses nothing that was acknowledged, leaves no process behind, and blocks nobody', async () => {
    const killed = await startDesk()
    await expect(openTestDesk({ dataDir: data, functionsDir })).rejects.toThrow(/another desk \(process \d+\)/)

    const { accounts } = (await (await fetch(`${killed.url}/wechat/accounts`)).json()) as {
      accounts: { openid: string }[]
    }
    const someone = await visit(killed, accounts[0]?.openid ?? '')
    const acknowledged: number[] = []
    const writing = Promise.all(
      Array.from({ length: 40 }, async (_, n) => {
        const reply = await someone.call('whoAmI', { n }).catch(() => ({ result: undefined }))
        if (reply.result) acknowledged.push(n)
      }),
    )
    const { result } = await someone.call('files', { put: 'kept', path: 'kept.txt' })
    await fetch(`${killed.url}/desk/clock`, { method: 'POST', body: JSON.stringify({ advanceMs: 86_400_000 }) })
    await killed.kill()
    await writing

    const again = await openTestDesk({ dataDir: data, functionsDir })
    try {
      const kept = again.database.look('visits', { offset: 0, limit: 1000 }).documents as { n?: number }[]
      expect(kept.map(({ n }) => n)).toEqual(expect.arrayContaining(acknowledged))
      expect(again.clock.offsetMs()).toBe(86_400_000)
      expect(again.weChat.identify({ headers: { 'x-wechat-session': someone.session } })).toBe(someone.openid)
      const { fileID } = result as { fileID: string }
      expect(await (await fetch(again.storage.link(fileID).tempFileURL)).text()).toBe('kept')
      await gone(killed.functionPid)
    } finally {
      await again.close()
    }
  })
})
