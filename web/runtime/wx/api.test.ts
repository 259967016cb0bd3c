import { api, Refusal, textIn } from './api'

const WELCOME = { words: '欢迎' }
const greet = api('greet', () => WELCOME)
const refuse = api('greet', () => {
  throw new Refusal('cancel', { errno: 104 })
})

/** Calls in the callback style and waits for `complete`. */
const heard = (call: typeof greet, options: Record<string, unknown> = {}): Promise<string[]> =>
  new Promise((resolve) => {
    const said: string[] = []
    const note = (name: string) => (answer: unknown) => void said.push(`${name} ${JSON.stringify(answer)}`)
    const returned = call({
      ...options,
      success: note('success'),
      fail: note('fail'),
      complete: (answer: unknown) => {
        note('complete')(answer)
        resolve([...said, `returned ${String(returned)}`])
      },
    })
  })

test('without callbacks a call answers a promise', async () => {
  await expect(greet()).resolves.toEqual({ words: '欢迎', errMsg: 'greet:ok' })
})

test('without callbacks a refusal rejects with a plain errMsg and its facts', async () => {
  await expect(refuse()).rejects.toEqual({ errMsg: 'greet:fail cancel', errno: 104 })
})

test('with callbacks a call answers through them, success before complete, and returns nothing', async () => {
  const answer = '{"words":"欢迎","errMsg":"greet:ok"}'
  await expect(heard(greet)).resolves.toEqual([`success ${answer}`, `complete ${answer}`, 'returned undefined'])
})

test('with callbacks a refusal goes to fail, then complete', async () => {
  const answer = '{"errno":104,"errMsg":"greet:fail cancel"}'
  await expect(heard(refuse)).resolves.toEqual([`fail ${answer}`, `complete ${answer}`, 'returned undefined'])
})

test("a failure that already speaks WeChat's shape passes as it is", async () => {
  const lost = api('navigateTo', () => Promise.reject({ errMsg: 'navigateTo:fail page "pages/none" is not found' }))
  await expect(lost()).rejects.toEqual({ errMsg: 'navigateTo:fail page "pages/none" is not found' })
})

test("a missing parameter is refused in WeChat's own words", async () => {
  const open = api('open', (options) => textIn(options, 'url'))
  await expect(open({})).rejects.toEqual({
    errMsg: 'open:fail parameter error: parameter.url should be String instead of Undefined;',
  })
})
