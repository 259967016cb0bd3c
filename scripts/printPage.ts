import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium } from 'playwright-core'
import { installBrowser, launchArguments } from './installBrowser'

/** Prints an HTML page to a PDF of the size its own style sheet names: how the demo school's document lessons are made. */
async function printPage(from: string, to: string): Promise<void> {
  const { chromium: executablePath } = await installBrowser()
  const browser = await chromium.launch({ executablePath, args: launchArguments })
  try {
    const page = await browser.newPage()
    await page.goto(pathToFileURL(resolve(from)).href)
    await page.pdf({ path: resolve(to), preferCSSPageSize: true, printBackground: true })
  } finally {
    await browser.close()
  }
}

const [from, to] = process.argv.slice(2)
if (!from || !to) {
  console.error('npx tsx scripts/printPage.ts PAGE.html DOCUMENT.pdf')
  process.exit(2)
}
printPage(from, to).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
})
