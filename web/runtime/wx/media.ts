import { canvasNode } from '../builtins/canvasNode'
import type { Engine } from '../engine'
import { api, type Facts, optionalNumber, optionalText, Refusal, textIn, textsIn } from './api'
import { download } from './download'
import type { Platform } from './platform'
import { openPreview } from './preview'
import { type Chosen, chooseFiles, extensionOf } from './tempFiles'

/** WeChat's own limit on one choosing. */
const MOST_CHOSEN = 20

/** A path of the project as an address; other addresses stay. */
type UrlOf = (src: string) => string

const pictureOf = (src: string): Promise<HTMLImageElement> =>
  new Promise((resolve, reject) => {
    const picture = new Image()
    picture.onload = () => resolve(picture)
    picture.onerror = () => reject(new Refusal(`the picture could not be loaded: ${src}`))
    picture.src = src
  })

const blobOf = (canvas: HTMLCanvasElement, type: string, quality: number): Promise<Blob> =>
  new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Refusal('the canvas is empty'))), type, quality)
  })

type Size = { width: number; height: number }
type Drawable = CanvasImageSource & Size

function drawn(source: Drawable, { width, height }: Size): HTMLCanvasElement {
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(width)
  canvas.height = Math.round(height)
  canvas.getContext('2d')?.drawImage(source, 0, 0, canvas.width, canvas.height)
  return canvas
}

/** Makes a picture smaller: `quality` is 0 to 100; a given width or height keeps the proportions. */
async function compress({ files }: Platform, options: Facts, urlOf: UrlOf): Promise<Facts> {
  const picture = await pictureOf(urlOf(textIn(options, 'src')))
  const { naturalWidth, naturalHeight } = picture
  const wide = optionalNumber(options, 'compressedWidth', 0)
  const high = optionalNumber(options, 'compressedHeight', 0)
  const scale = wide ? wide / naturalWidth : high ? high / naturalHeight : 1
  const canvas = drawn(picture, { width: naturalWidth * scale, height: naturalHeight * scale })
  const blob = await blobOf(canvas, 'image/jpeg', optionalNumber(options, 'quality', 80) / 100)
  return { tempFilePath: await files.keep(blob, 'compressed.jpg') }
}

async function imageInfo(options: Facts, urlOf: UrlOf): Promise<Facts> {
  const src = textIn(options, 'src')
  const { naturalWidth, naturalHeight } = await pictureOf(urlOf(src))
  const type = src.match(/\.(png|gif|webp|tiff)(?:$|[?#])/i)?.[1]?.toLowerCase() ?? 'jpeg'
  return { width: naturalWidth, height: naturalHeight, path: src, orientation: 'up', type }
}

/** The browser's way to keep a picture: a download. */
async function save(options: Facts, urlOf: UrlOf): Promise<void> {
  const path = textIn(options, 'filePath')
  const response = await fetch(urlOf(path))
  if (!response.ok) throw new Refusal(`file not found: ${path}`)
  const blob = await response.blob()
  download(blob, `image-${Date.now()}.${extensionOf(blob.type)}`)
}

async function canvasPicture({ files }: Platform, options: Facts): Promise<Facts> {
  const { canvas } = options
  if (!(canvas instanceof HTMLCanvasElement))
    throw new Refusal('only a canvas of type 2d, given as `canvas`, can be read')
  const x = optionalNumber(options, 'x', 0)
  const y = optionalNumber(options, 'y', 0)
  const width = optionalNumber(options, 'width', canvas.width - x)
  const height = optionalNumber(options, 'height', canvas.height - y)
  const target = document.createElement('canvas')
  target.width = optionalNumber(options, 'destWidth', width)
  target.height = optionalNumber(options, 'destHeight', height)
  target.getContext('2d')?.drawImage(canvas, x, y, width, height, 0, 0, target.width, target.height)
  const isJpg = optionalText(options, 'fileType', 'png') === 'jpg'
  const blob = await blobOf(target, isJpg ? 'image/jpeg' : 'image/png', optionalNumber(options, 'quality', 1))
  return { tempFilePath: await files.keep(blob, `canvas.${isJpg ? 'jpg' : 'png'}`) }
}

const cameraOf = (options: Facts): string => {
  const sources = Array.isArray(options.sourceType) ? options.sourceType : ['album', 'camera']
  return sources.length === 1 && sources[0] === 'camera' ? 'environment' : ''
}

async function choose(
  platform: Platform,
  options: Facts,
  accept: string,
  otherwise: number,
  name: string,
): Promise<Chosen[]> {
  await platform.privacy.require(name)
  const most = Math.min(MOST_CHOSEN, optionalNumber(options, 'count', otherwise))
  return chooseFiles(platform.files, accept, most, cameraOf(options))
}

/** Pictures and videos: choosing, shrinking, looking, keeping. */
export function mediaApi(engine: Engine, platform: Platform) {
  const urlOf: UrlOf = (src) => engine.assetUrl(undefined, src)
  const kindsOf = (options: Facts): string[] =>
    options.mediaType === undefined ? ['image', 'video'] : textsIn(options, 'mediaType')
  const acceptOf = (options: Facts): string =>
    kindsOf(options).includes('mix')
      ? 'image/*,video/*'
      : kindsOf(options)
          .map((kind) => `${kind}/*`)
          .join(',')

  return {
    chooseMedia: api('chooseMedia', async (options) => {
      const chosen = await choose(platform, options, acceptOf(options), 9, 'chooseMedia')
      const tempFiles = chosen.map(({ path, blob }) => ({
        tempFilePath: path,
        size: blob.size,
        fileType: blob.type.split('/')[0],
      }))
      return {
        tempFiles,
        type: new Set(tempFiles.map((file) => file.fileType)).size > 1 ? 'mix' : tempFiles[0]?.fileType,
      }
    }),
    chooseImage: api('chooseImage', async (options) => {
      const chosen = await choose(platform, options, 'image/*', 9, 'chooseImage')
      return {
        tempFilePaths: chosen.map(({ path }) => path),
        tempFiles: chosen.map(({ path, blob }) => ({ path, size: blob.size })),
      }
    }),
    compressImage: api('compressImage', (options) => compress(platform, options, urlOf)),
    getImageInfo: api('getImageInfo', (options) => imageInfo(options, urlOf)),
    createOffscreenCanvas: ({
      type,
      width = 300,
      height = 150,
    }: {
      type?: string
      width?: number
      height?: number
    }) => {
      if (type !== '2d') throw new Error(`createOffscreenCanvas: type "${type}" is not part of the browser client`)
      return canvasNode(Object.assign(document.createElement('canvas'), { width, height }))
    },
    canvasToTempFilePath: api('canvasToTempFilePath', (options) => canvasPicture(platform, options)),
    saveImageToPhotosAlbum: api('saveImageToPhotosAlbum', async (options) => {
      await platform.privacy.require('saveImageToPhotosAlbum')
      await save(options, urlOf)
    }),
    previewImage: api('previewImage', (options) => {
      const urls = textsIn(options, 'urls')
      const current = optionalText(options, 'current', urls[0] ?? '')
      openPreview(engine.chrome.overlay(), urls.map(urlOf), urlOf(current))
    }),
  }
}
