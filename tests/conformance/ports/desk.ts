import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Collections } from '../../../emulator/database/service'
import { type Desk, openDesk } from '../../../emulator/desk'
import { useDesk } from '../../../scripts/cloud'

const ENV_ID = 'desk-env'
const environment = { ...process.env }

/** Takes back what `useDesk` or `useCloud` wrote into this process's environment. */
export function leaveCloud(): void {
  process.env = { ...environment }
}

/** A desk without functions, with this process's SDK pointed at it. */
export async function openBareDesk(collections: Collections = {}): Promise<Desk> {
  const folder = mkdtempSync(join(tmpdir(), 'xingtan-ports-'))
  const functionsDir = join(folder, 'functions')
  mkdirSync(functionsDir)
  const desk = await openDesk({
    dataDir: join(folder, 'data'),
    port: 0,
    functionsDir,
    settings: () => ({}),
    collections,
    envId: ENV_ID,
  })
  useDesk(desk.url, ENV_ID)
  const close = async () => {
    leaveCloud()
    await desk.close()
    rmSync(folder, { recursive: true })
  }
  return { ...desk, close }
}
