import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { root } from './build'
import { buildAll, DEFAULT_PORT, openShop, STOREFRONT_PATH } from './shop'

const { values } = parseArgs({
  allowNegative: true,
  options: {
    port: { type: 'string', default: String(DEFAULT_PORT) },
    data: { type: 'string', default: '.xingtan' },
    open: { type: 'boolean', default: true },
    build: { type: 'boolean', default: true },
  },
})

/** Shows the shop in the desktop's browser, where there is a desktop; the address is printed either way. */
function show(url: string): void {
  if (!process.env.DISPLAY && process.platform === 'linux') return
  const [command, ...rest] = process.platform === 'darwin' ? ['open', url] : ['xdg-open', url]
  spawn(command ?? '', rest, { stdio: 'ignore', detached: true })
    .on('error', () => console.log('(no browser could be opened from here)'))
    .unref()
}

async function main(): Promise<void> {
  const port = Number(values.port)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error('--port takes a number from 0 to 65535')
  if (values.build) {
    console.log('Building …')
    await buildAll()
  }
  const desk = await openShop({ dataDir: resolve(root, values.data), port })
  const shop = `${desk.url}/`
  const panel = `${desk.url}/panel/`

  console.log(`
杏坛 is open.

  shop     ${shop}
  web      ${desk.url}${STOREFRONT_PATH}
  panel    ${panel}
  notices  ${desk.url}/http/payNotify

To sign in, open the shop and choose one of the WeChat identities of this desk. The web is the same shop outside
WeChat: sign in there with a code, which one of them approves in the shop.
Payments are made in a sandbox: no money moves. Everything is kept in ${values.data}; stop with Ctrl-C.
`)
  console.log(`ready shop=${shop} panel=${panel}`)
  if (values.open) show(shop)

  const stop = async () => {
    await desk.close()
    process.exit(0)
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
})
