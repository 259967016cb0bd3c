import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildWeb } from '../../web/build/build'
import { root } from '../build'
import type { WantedSite } from './wanted'

/** Builds the storefront that asks at `api`, to stand at `shopUrl` (with a slash at its end). */
export async function buildSite(options: { api: string; shopUrl: string }): Promise<WantedSite> {
  const { api, shopUrl } = options
  const folder = join(root, 'dist', 'storefront')
  const { files } = await buildWeb({ source: join(root, 'miniprogram'), out: folder, api })
  const place = new URL(shopUrl).pathname.slice(1)
  return {
    files: files.map(({ path, bytes }) => ({
      localPath: join(folder, path),
      cloudPath: `${place}${path}`,
      md5: createHash('md5')
        .update(readFileSync(join(folder, path)))
        .digest('hex'),
      bytes,
    })),
  }
}
