import type { Store } from '../../../core/ports'
import { memoryStore } from '../../../platform/memory/store'
import { useCloud } from '../../../scripts/cloud'
import { leaveCloud, openBareDesk } from './desk'
import { NOTES, type StoreWorld, storeSuite } from './store'

/** The product's own adapter and SDK, loaded afresh: they read the environment when they start. */
function cloudbaseStore(): Store {
  jest.resetModules()
  return require('../../../platform/cloudbase/store').store
}

async function memory(): Promise<StoreWorld> {
  return { store: memoryStore(), close: async () => {} }
}

async function desk(): Promise<StoreWorld> {
  const { close } = await openBareDesk({ [NOTES]: { indexes: [{ name: 'of_run', fields: { run: 1, fen: 1 } }] } })
  return { store: cloudbaseStore(), close }
}

/** The real cloud: a collection of the suite's own, emptied afterwards. */
async function cloud(): Promise<StoreWorld> {
  useCloud()
  const store = cloudbaseStore()
  const database = require('../../../platform/cloudbase/app').app.database()
  // One that is there already is what was wanted; anything else shows at the first case.
  await database.createCollection(NOTES).catch(() => {})
  return {
    store,
    async close() {
      await database
        .collection(NOTES)
        .where({ run: database.command.exists(true) })
        .remove()
      leaveCloud()
    },
  }
}

const hasCloud = ['TCB_ENV_ID', 'TENCENTCLOUD_SECRETID', 'TENCENTCLOUD_SECRETKEY'].every((name) => process.env[name])

const worlds: [name: string, open: () => Promise<StoreWorld>][] = [
  ['memory', memory],
  ['CloudBase on the desk, through its SDK', desk],
  ...(hasCloud ? [['CloudBase itself', cloud] as [string, () => Promise<StoreWorld>]] : []),
]

for (const [name, open] of worlds) storeSuite(name, open)
