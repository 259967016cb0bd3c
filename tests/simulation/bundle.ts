import { readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { build, type Plugin } from 'esbuild'

/** One change of one file: this text, which stands there once, becomes that. */
export type Plant = { file: string; find: string; replace: string }

const ROOT = join(__dirname, '..', '..')

/** Changes sources on their way into the bundle; the working tree never sees it. Throws when the text is not there exactly once. */
function planted(text: string, { file, find, replace }: Plant): string {
  const [before, after, ...more] = text.split(find)
  if (before === undefined || after === undefined || more.length)
    throw new Error(`${file} does not hold exactly once: ${find}`)
  return `${before}${replace}${after}`
}

const planting = (plants: Plant[]): Plugin => ({
  name: 'planting',
  setup({ onLoad, onEnd }) {
    const left = new Set(plants)
    onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      const file = relative(ROOT, path).split(sep).join('/')
      const here = plants.filter((plant) => plant.file === file)
      if (!here.length) return undefined
      for (const plant of here) left.delete(plant)
      return { contents: here.reduce(planted, await readFile(path, 'utf8')), loader: 'ts' }
    })
    onEnd(() => {
      for (const { file } of left) throw new Error(`nothing of the simulation knows ${file}`)
    })
  },
})

/** The whole simulation as one script for a worker: with the code as it is, or with defects planted in it. */
export async function bundle(plants: Plant[] = []): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(__dirname, 'worker.ts')],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    write: false,
    logLevel: 'silent',
    plugins: [planting(plants)],
  })
  const [file] = outputFiles
  if (!file) throw new Error('esbuild wrote nothing')
  return file.text
}
