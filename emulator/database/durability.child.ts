/** Writes without end and tells on standard output what was acknowledged: the process that `durability.test.ts` kills. */
import { desk } from './fixture'

const file = process.argv[2]
if (!file) throw new Error('a file is needed')
const d = desk({ orders: { indexes: [{ name: 'user', fields: { user: 1 } }] }, ledger: { indexes: [] } }, file)
// Every life writes ids of its own.
const life = `${process.pid}`

/** One order with its two ledger lines in a transaction, and one plain order. */
async function work(caller: number): Promise<never> {
  for (let i = 0; ; i++) {
    const id = `${life}-${caller}-${i}`
    const transactionId = String((await d.ask('startTransaction')).transactionId)
    const add = (collectionName: string, doc: object) =>
      d.ask('insertDocument', { collectionName, data: [doc], transactionId })
    await add('orders', { _id: id, user: `user-${caller}` })
    await add('ledger', { _id: `${id}:debit` })
    await add('ledger', { _id: `${id}:credit` })
    await d.ask('commitTransaction', { transactionId })
    process.stdout.write(`${id}\n`)
    await d.add('orders', { _id: `${id}:plain`, user: `user-${caller}` })
    process.stdout.write(`${id}:plain\n`)
  }
}

Promise.all([0, 1, 2, 3].map(work)).catch((error) => {
  console.error(error)
  process.exit(1)
})
