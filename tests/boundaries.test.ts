import { join } from 'node:path'
import { breaches, breachesIn } from '../scripts/boundaries'

test('every room knows only what it may', () => {
  expect(breaches(join(__dirname, '..'))).toEqual([])
})

test.each([
  ['core/orders/x.ts', "import tcb from '@cloudbase/node-sdk'", 'core must not import @cloudbase/node-sdk'],
  ['core/orders/x.ts', "import { store } from '../../platform/cloudbase/store'", 'core must not know platform'],
  ['core/orders/x.ts', 'const now = Date.now()', 'reads the clock: take it from ports.clock'],
  ['core/orders/x.ts', 'const now = new Date()', 'reads the clock: take it from ports.clock'],
  ['core/contract/x.ts', "import { Course } from '../catalog/course'", 'core/contract must not know core'],
  ['emulator/desk.ts', "import { collections } from '../core/collections'", 'emulator must not know core'],
  ['platform/x.ts', "import { openDesk } from '../emulator/desk'", 'platform must not know emulator'],
  [
    'miniprogram/api/x.ts',
    "import { contracts } from '../../core/contract'",
    'miniprogram may import only types from core/contract',
  ],
  ['miniprogram/api/x.ts', "import type { Course } from '../../core/catalog/course'", 'miniprogram must not know core'],
  ['web/build/x.ts', "const a = require('../../platform/ids')", 'web must not know platform'],
])('%s: %s', (file, line, what) => {
  expect(breachesIn(file, `\n${line}\n`)).toEqual([{ file, line: 2, what }])
})

test('what is allowed is no breach', () => {
  expect(breachesIn('miniprogram/api/x.ts', "import type { Verb } from '../../core/contract'")).toEqual([])
  expect(
    breachesIn('platform/x.ts', "import { createHash } from 'node:crypto'\nimport type { Ids } from '../core/ports'"),
  ).toEqual([])
  expect(breachesIn('core/x.ts', 'const at = new Date(0)')).toEqual([])
})
