/** A shop's desk in a process of its own, to be killed: `node --import tsx deskProcess.ts DATA PORT COURSE`. Says when it is open. */
import { ORDINARY_PAY, openShop } from '../../scripts/shop'

async function main([dataDir = '', port = '', course = '']: string[]): Promise<void> {
  const desk = await openShop({ dataDir, port: Number(port), money: ORDINARY_PAY, courses: [course] })
  console.log(`ready ${desk.url}`)
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error)
  process.exit(1)
})
