import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** Writes a mini-program of a few files into a new folder, for tests. */
export function sources(files: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), 'mini-program-'))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return root
}
