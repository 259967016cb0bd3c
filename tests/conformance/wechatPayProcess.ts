import { deskClock } from '../../emulator/clock'
import { openDriver } from '../../emulator/database/driver'
import { listen } from '../../emulator/http'
import { weChatPaySandbox } from '../../emulator/wechatPay/service'

/** WeChat Pay's sandbox as a process of its own, to be killed: `node … wechatPayProcess.ts FILE OFFSET_MS`. Prints its port and merchant. */
async function main([file = '', offsetMs = '0']: string[]): Promise<void> {
  const driver = openDriver(file)
  const sandbox = weChatPaySandbox({ driver, clock: deskClock(Number(offsetMs)), identify: () => undefined })
  const { port } = await listen(sandbox.routes, 0)
  console.log(JSON.stringify({ port, merchant: sandbox.merchant }))
}

void main(process.argv.slice(2))
