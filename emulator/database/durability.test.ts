import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDriver } from './driver'
import { desk } from './fixture'

const ENOUGH_WRITES = 150

/** Lets the child say so many lines, kills it without warning, and answers the lines. */
function oneLife(file: string, script = 'durability.child.ts', enough = ENOUGH_WRITES): Promise<string[]> {
  const child = spawn(process.execPath, ['--import', 'tsx', join(__dirname, script), file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let heard = ''
  child.stdout.on('data', (chunk: Buffer) => {
    heard += chunk
    if (heard.split('\n').length > enough) child.kill('SIGKILL')
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => {
      if (signal !== 'SIGKILL') reject(new Error(`the child ended by itself with ${code}`))
      // The last line may be cut: only whole lines were heard.
      else resolve(heard.split('\n').slice(0, -1))
    })
  })
}

test('kill -9 loses nothing acknowledged, and leaves no transaction half done', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'xingtan-kill-'))
  const file = join(folder, 'desk.db')
  const acknowledged = [...(await oneLife(file)), ...(await oneLife(file))]

  const d = desk({ orders: { indexes: [{ name: 'user', fields: { user: 1 } }] }, ledger: { indexes: [] } }, file)
  const everything = async (collection: string) => {
    const { total } = d.database.look(collection, { offset: 0, limit: 0 })
    return d.database.look(collection, { offset: 0, limit: total }).documents.map((one) => (one as { _id: string })._id)
  }
  const orders = new Set(await everything('orders'))
  const ledger = new Set(await everything('ledger'))
  expect(acknowledged.filter((id) => !orders.has(id))).toEqual([])

  const whole = [...orders].filter((id) => !id.endsWith(':plain'))
  const lines = whole.flatMap((id) => [`${id}:debit`, `${id}:credit`])
  expect([...ledger].sort()).toEqual(lines.sort())

  // The index tells the same story as the documents.
  const { data } = await d.ask('calculateDocument', { collectionName: 'orders', query: { user: { $gte: '' } } })
  expect(data).toEqual({ total: orders.size })
  d.close()

  const driver = openDriver(file)
  expect(driver.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }])
  driver.close()
  rmSync(folder, { recursive: true })
})

test('kill -9 between the puts and the commit leaves nothing, and nothing stays locked', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'xingtan-kill-'))
  const file = join(folder, 'desk.db')
  expect(await oneLife(file, 'uncommitted.child.ts', 1)).toEqual(['put'])

  const d = desk({ accounts: { indexes: [] } }, file)
  expect(d.database.look('accounts', { offset: 0, limit: 10 }).documents).toEqual([
    { _id: 'mei', fen: 100 },
    { _id: 'wu', fen: 1 },
  ])
  await d.update('accounts', 'mei', { $set: { fen: 99 } })
  expect(await d.doc('accounts', 'mei')).toEqual({ _id: 'mei', fen: 99 })
  d.close()
  rmSync(folder, { recursive: true })
})
