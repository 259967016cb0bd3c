import { vault } from './vault'

const key = (byte: number) => Buffer.alloc(32, byte)
const CHEAP = { N: 2 ** 10, r: 8, p: 1 }
const [FIRST, SECOND] = [
  ['k1', key(1)],
  ['k2', key(2)],
] as [[string, Buffer], [string, Buffer]]
const first = vault({ sealKeys: [FIRST], blindKey: key(9) }, CHEAP)
const MOBILE = '+8613812345678'
const PLACE = 'identities/phone:mei'

test('a field opens in its own place, and nowhere else', () => {
  const sealed = first.seal(MOBILE, PLACE)
  expect(sealed).toMatch(/^k1\.[\w-]{40,}$/)
  expect(sealed).not.toContain('138')
  expect(first.seal(MOBILE, PLACE)).not.toBe(sealed)
  expect(first.open(sealed, PLACE)).toBe(MOBILE)
  expect(first.open(sealed, 'identities/phone:zhou')).toBeNull()
})

test('a seal that was changed, cut short, or made with another key opens nothing', () => {
  const sealed = first.seal(MOBILE, PLACE)
  const stranger = vault({ sealKeys: [['k1', key(3)]], blindKey: key(9) }, CHEAP)
  for (const forged of [
    `${sealed.slice(0, -1)}${sealed.endsWith('A') ? 'B' : 'A'}`,
    'k1.',
    '',
    'k7.AAAA',
    sealed.slice(3),
  ])
    expect(first.open(forged, PLACE)).toBeNull()
  expect(stranger.open(sealed, PLACE)).toBeNull()
})

test('after a change of keys what was sealed before still opens, and is told to be sealed again', () => {
  const sealed = first.seal(MOBILE, PLACE)
  const both = vault({ sealKeys: [SECOND, FIRST], blindKey: key(9) }, CHEAP)
  expect([both.open(sealed, PLACE), both.isOld(sealed), both.isOld(both.seal(MOBILE, PLACE))]).toEqual([
    MOBILE,
    true,
    false,
  ])
})

test('the index is the same for the same text, across keys of seals, and tells nothing without its own key', () => {
  const both = vault({ sealKeys: [SECOND, FIRST], blindKey: key(9) }, CHEAP)
  const other = vault({ sealKeys: [FIRST], blindKey: key(8) }, CHEAP)
  expect(both.blind(MOBILE)).toBe(first.blind(MOBILE))
  expect(other.blind(MOBILE)).not.toBe(first.blind(MOBILE))
  expect(first.blind('+8613812345679')).not.toBe(first.blind(MOBILE))
})

test('a password is known again by its hash alone, and another one is not', async () => {
  const hash = await first.hash('杏花春雨江南')
  expect(hash).toMatch(/^scrypt\$1024\$8\$1\$[\w-]{22}\$[\w-]{43}$/)
  expect(await first.hash('杏花春雨江南')).not.toBe(hash)
  expect(await first.check('杏花春雨江南', hash)).toBe('right')
  expect(await first.check('杏花春雨', hash)).toBe('wrong')
  expect(await first.check('杏花春雨江南', null)).toBe('wrong')
  expect(await first.check('杏花春雨江南', 'md5$abc')).toBe('wrong')
})

test('a hash without its pepper is of no use, and letters count as they read', async () => {
  const hash = await first.hash('Ｃafé-2026')
  expect(await first.check('Café-2026', hash)).toBe('right')
  const thief = vault({ sealKeys: [FIRST], blindKey: key(8) }, CHEAP)
  expect(await thief.check('Café-2026', hash)).toBe('wrong')
})

test('a password hashed more cheaply than today is right, and told to be hashed again', async () => {
  const hash = await first.hash('spring-ink')
  const today = vault({ sealKeys: [FIRST], blindKey: key(9) }, { ...CHEAP, p: 2 })
  expect(await today.check('spring-ink', hash)).toBe('weak')
  expect(await today.check('spring-inc', hash)).toBe('wrong')
})

test('codes have six digits, also when they begin with nothing', () => {
  const codes = Array.from({ length: 2000 }, () => first.digits())
  expect(codes.every((code) => /^\d{6}$/.test(code))).toBe(true)
  expect(new Set(codes.map((code) => code[0])).size).toBe(10)
})
