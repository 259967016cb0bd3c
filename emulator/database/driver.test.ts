import { type Driver, openDriver } from './driver'

let driver: Driver
beforeEach(() => {
  driver = openDriver(':memory:')
  driver.exec('CREATE TABLE t (k BLOB, n INTEGER, s TEXT)')
})
afterEach(() => driver.close())

const KEY = Buffer.from([0, 0xff, 1])

test('blobs, numbers, text and null go in and come out, one row or many', () => {
  const insert = driver.prepare('INSERT INTO t VALUES (?, ?, ?)')
  expect(insert.run(KEY, 7, '学')).toEqual({ changes: 1 })
  insert.run(null, null, null)
  const [first, second] = driver.prepare('SELECT * FROM t ORDER BY rowid').all()
  expect([Buffer.from(first?.k as Uint8Array), first?.n, first?.s]).toEqual([KEY, 7, '学'])
  expect(second).toEqual({ k: null, n: null, s: null })
  const one = driver.prepare('SELECT n, s FROM t WHERE n = ?').get(7)
  expect(one).toEqual({ n: 7, s: '学' })
})

test('a lone blob and a lone null are parameters like any other', () => {
  driver.prepare('INSERT INTO t VALUES (?, 1, NULL)').run(KEY)
  expect(driver.prepare('SELECT n FROM t WHERE k = ?').get(KEY)).toEqual({ n: 1 })
  expect(driver.prepare('SELECT n FROM t WHERE k = ?').all(Buffer.from([9]))).toEqual([])
  expect(driver.prepare('SELECT n FROM t WHERE s IS ?').get(null)).toEqual({ n: 1 })
  expect(driver.prepare('SELECT n FROM t WHERE n = ?').get(2)).toBe(undefined)
})

test('a refused statement throws and leaves the transaction to its owner', () => {
  driver.exec('CREATE TABLE u (id TEXT UNIQUE); BEGIN')
  const insert = driver.prepare('INSERT INTO u VALUES (?)')
  insert.run('a')
  expect(() => insert.run('a')).toThrow('UNIQUE')
  driver.exec('COMMIT')
  expect(driver.prepare('SELECT COUNT(*) AS n FROM u').get()).toEqual({ n: 1 })
})
