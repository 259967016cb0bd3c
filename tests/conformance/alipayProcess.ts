import { alipaySandbox } from '../../emulator/alipay/service'
import { deskClock } from '../../emulator/clock'
import { openDriver } from '../../emulator/database/driver'
import { listen } from '../../emulator/http'

/** Alipay's sandbox as a process of its own, to be killed: `node … alipayProcess.ts FILE OFFSET_MS`. Prints its port and seller. */
async function main([file = '', offsetMs = '0']: string[]): Promise<void> {
  const driver = openDriver(file)
  const sandbox = alipaySandbox({ driver, clock: deskClock(Number(offsetMs)) })
  const { port } = await listen(sandbox.routes, 0)
  console.log(JSON.stringify({ port, seller: sandbox.seller }))
}

void main(process.argv.slice(2))
