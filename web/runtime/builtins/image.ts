import type { Engine } from '../engine'
import { append, builtIn } from './define'

/** `image`: a real picture, fitted by CSS in each of WeChat's modes. */
export function defineImage(engine: Engine): void {
  const properties = {
    src: String,
    mode: { type: String, value: 'scaleToFill' },
    lazyLoad: Boolean,
    webp: Boolean,
    fadeIn: Boolean,
    showMenuByLongpress: Boolean,
    ariaLabel: String,
    alt: String,
  }
  builtIn(engine, 'image', properties, (component, host) => {
    const picture = append(host, 'img')
    picture.draggable = false
    picture.decoding = 'async'
    picture.addEventListener('load', () => {
      engine.fire(component, 'load', { width: picture.naturalWidth, height: picture.naturalHeight })
    })
    picture.addEventListener('error', () => {
      // WeChat leaves the place empty, a browser would draw a broken picture.
      picture.style.visibility = 'hidden'
      engine.fire(component, 'error', { errMsg: `GET ${picture.getAttribute('src') ?? ''} failed` })
    })
    let shown = ''
    return {
      draw({ src, mode, lazyLoad, ariaLabel, alt, showMenuByLongpress }) {
        host.setAttribute('mode', mode)
        picture.loading = lazyLoad ? 'lazy' : 'eager'
        picture.alt = alt || ariaLabel
        picture.style.pointerEvents = showMenuByLongpress ? 'auto' : 'none'
        const url = src ? engine.assetUrl(component, src) : ''
        if (url === shown) return
        shown = url
        picture.style.visibility = ''
        if (url) picture.src = url
        else picture.removeAttribute('src')
      },
    }
  })
}

/** `cover-image`: a picture that keeps its own height unless the page gives one. */
export function defineCoverImage(engine: Engine): void {
  builtIn(engine, 'cover-image', { src: String }, (component, host) => {
    const picture = append(host, 'img')
    picture.alt = ''
    picture.addEventListener('load', () => engine.fire(component, 'load', {}))
    picture.addEventListener('error', () => engine.fire(component, 'error', {}))
    return {
      draw({ src }) {
        const url = src ? engine.assetUrl(component, src) : ''
        if (url && picture.getAttribute('src') !== url) picture.src = url
      },
    }
  })
}
