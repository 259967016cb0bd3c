/** Puts into a transaction, tells so on standard output, and never commits: the process that `durability.test.ts` kills. */
import { desk } from './fixture'

const file = process.argv[2]
if (!file) throw new Error('a file is needed')
const d = desk({ accounts: { indexes: [] } }, file)

async function halfWay(): Promise<void> {
  await d.add('accounts', { _id: 'mei', fen: 100 })
  const transactionId = String((await d.ask('startTransaction')).transactionId)
  await d.update('accounts', 'mei', { $set: { fen: 70 } }, transactionId)
  await d.ask('insertDocument', { collectionName: 'accounts', data: [{ _id: 'lin', fen: 30 }], transactionId })
  // A plain write of another document forces the file to the disk while the transaction is open.
  await d.add('accounts', { _id: 'wu', fen: 1 })
  process.stdout.write('put\n')
  setInterval(() => {}, 60_000)
}

halfWay().catch((error) => {
  console.error(error)
  process.exit(1)
})
