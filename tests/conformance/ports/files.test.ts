import type { Files } from '../../../core/ports'
import { memoryWorld } from '../../../platform/memory/world'
import { openBareDesk } from './desk'
import { type FilesWorld, filesSuite } from './files'

async function memory(): Promise<FilesWorld> {
  return { files: memoryWorld().ports.files, advance: null, close: async () => {} }
}

async function desk(): Promise<FilesWorld> {
  const { clock, close } = await openBareDesk()
  jest.resetModules()
  const files: Files = require('../../../platform/cloudbase/files').files
  return { files, advance: clock.advance, close }
}

// In memory nothing listens at the addresses.
filesSuite('memory', false, memory)
filesSuite('CloudBase on the desk, through its SDK', true, desk)
