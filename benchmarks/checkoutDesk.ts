/** A shop's desk in a process of its own, so that its CPU time can be told from that of those who buy: `checkoutDesk.ts DATA COURSE …`. */
import { ORDINARY_PAY, openShop } from '../scripts/shop'

async function main([dataDir = '', ...courses]: string[]): Promise<void> {
  const desk = await openShop({ dataDir, port: 0, money: ORDINARY_PAY, courses })
  process.on('SIGTERM', () => void desk.close().then(() => process.exit(0)))
  console.log(`ready ${desk.url}`)
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error)
  process.exit(1)
})
