import { Refusal } from './api'

type Held = { blob: Blob; bytes: Uint8Array }

/**
 * The temporary files of one visit. A path is an object URL that `<image src>` and `<video src>` can load at once, followed by
 * `#<name>` so that its extension can be read from it, as from WeChat's own paths. They end with the visit, as WeChat's do.
 */
export class TempFiles {
  readonly #held = new Map<string, Held>()

  async keep(blob: Blob, name: string): Promise<string> {
    const bytes = new Uint8Array(await blob.arrayBuffer())
    const path = `${URL.createObjectURL(blob)}#${encodeURIComponent(name)}`
    this.#held.set(path, { blob, bytes })
    return path
  }
  find(path: string): Held {
    const held = this.#held.get(path)
    if (!held) throw new Refusal(`no such file or directory, open ${path}`)
    return held
  }
  has(path: string): boolean {
    return this.#held.has(path)
  }
  drop(path: string): void {
    this.find(path)
    URL.revokeObjectURL(path.split('#')[0] ?? path)
    this.#held.delete(path)
  }
}

/** A kind of image or the like as a file extension: `image/jpeg` is `jpg`. */
export const extensionOf = (mime: string): string =>
  ({ 'image/jpeg': 'jpg', 'image/svg+xml': 'svg', 'audio/mpeg': 'mp3' })[mime] ??
  mime.split('/')[1]?.split(';')[0] ??
  'bin'

export type Chosen = { path: string; blob: Blob; name: string }

/** Opens the browser's file chooser; refuses with `cancel` when the person closes it. `accept` as in HTML. */
export function chooseFiles(files: TempFiles, accept: string, most: number, camera = ''): Promise<Chosen[]> {
  const input = document.createElement('input')
  input.type = 'file'
  input.accept = accept
  input.multiple = most > 1
  input.hidden = true
  if (camera) input.setAttribute('capture', camera)
  document.body.append(input)
  return new Promise<Chosen[]>((resolve, reject) => {
    input.addEventListener('cancel', () => reject(new Refusal('cancel')))
    input.addEventListener('change', () => {
      const chosen = [...(input.files ?? [])].slice(0, most)
      if (chosen.length === 0) reject(new Refusal('cancel'))
      else {
        const kept = chosen.map(async (file) => ({
          path: await files.keep(file, file.name),
          blob: file,
          name: file.name,
        }))
        Promise.all(kept).then(resolve, reject)
      }
    })
    input.click()
  }).finally(() => input.remove())
}
