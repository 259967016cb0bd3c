/**
 * A desk in a process of its own, for tests that kill it: `deskProcess.ts DATA FUNCTIONS`. Says where it listens, and then
 * which process runs its function, one line each.
 */
import { openTestDesk, visit } from './desk'

async function main(): Promise<void> {
  const [, , dataDir = '', functionsDir = ''] = process.argv
  const desk = await openTestDesk({ dataDir, functionsDir })
  console.log(`url ${desk.url}`)
  const [someone] = desk.weChat.accounts.all()
  if (!someone) throw new Error('the desk has nobody on it')
  const { result } = await (await visit(desk, someone.openid)).call('later')
  console.log(`child ${JSON.stringify(result)}`)
}

main().catch((error) => {
  console.error(error)
  process.exit(1)
})
