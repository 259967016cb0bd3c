import type { Engine } from '../engine'
import { append, builtIn, lengthOf } from './define'

const RING = 'M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20Zm0 1.6a8.4 8.4 0 1 1 0 16.8 8.4 8.4 0 0 1 0-16.8Z'
const DISC = 'M12 2a10 10 0 1 1 0 20 10 10 0 0 1 0-20Z'
const TICK = 'M7.2 12.2l1.2-1.3 2.6 2.6 5.3-5.4 1.2 1.3-6.5 6.7Z'
const CROSS = 'M8.3 7.1l3.7 3.7 3.7-3.7 1.2 1.2-3.7 3.7 3.7 3.7-1.2 1.2-3.7-3.7-3.7 3.7-1.2-1.2 3.7-3.7-3.7-3.7Z'
const STEM = 'M11.1 10.4h1.8V17h-1.8Zm0-3.4h1.8v1.9h-1.8Z'
const CALL = 'M11.1 7h1.8v6.4h-1.8Zm0 8.1h1.8V17h-1.8Z'

/** WeChat's icon names: the shape (even-odd, so that a sign on a disc is cut out) and its usual colour. */
const shapes: Record<string, { path: string; colour: string }> = {
  success: { path: `${DISC}${TICK}`, colour: '#09bb07' },
  success_no_circle: { path: TICK, colour: '#09bb07' },
  success_circle: { path: `${RING}${TICK}`, colour: '#09bb07' },
  info: { path: `${DISC}${STEM}`, colour: '#10aeff' },
  info_circle: { path: `${RING}${STEM}`, colour: '#10aeff' },
  warn: { path: `${DISC}${CALL}`, colour: '#f76260' },
  waiting: { path: `${DISC}M11.2 6h1.6v5.6l4 2.4-.8 1.4-4.8-2.9Z`, colour: '#10aeff' },
  waiting_circle: { path: `${RING}M11.2 6h1.6v5.6l4 2.4-.8 1.4-4.8-2.9Z`, colour: '#10aeff' },
  cancel: { path: `${RING}${CROSS}`, colour: '#f43530' },
  clear: { path: `${DISC}${CROSS}`, colour: '#b2b2b2' },
  circle: { path: RING, colour: '#c9c9c9' },
  download: { path: `${RING}M11.2 6.5h1.6v6.2l2.2-2.2 1.1 1.1-4.1 4.2-4.1-4.2L9 10.5l2.2 2.2Z`, colour: '#09bb07' },
  search: {
    path: 'M10.5 4a6.5 6.5 0 0 1 5.2 10.4l4.1 4.1-1.2 1.2-4.2-4.1A6.5 6.5 0 1 1 10.5 4Zm0 1.7a4.8 4.8 0 1 0 0 9.6 4.8 4.8 0 0 0 0-9.6Z',
    colour: '#b2b2b2',
  },
}

/** `icon`: WeChat's few signs, drawn as shapes. An unknown type draws nothing, as in WeChat. */
export function defineIcon(engine: Engine): void {
  const properties = { type: String, size: { type: null, value: 23 as unknown }, color: String }
  builtIn(engine, 'icon', properties, (_component, host) => {
    const sign = append(host, 'i')
    return {
      draw({ type, size, color }) {
        const shape = shapes[type]
        const length = lengthOf(engine, size)
        Object.assign(sign.style, {
          display: 'block',
          width: length,
          height: length,
          backgroundColor: color || (shape?.colour ?? 'transparent'),
          clipPath: 'none',
          maskImage: shape ? maskOf(shape.path) : 'none',
          maskSize: '100% 100%',
        })
      },
    }
  })
}

const maskOf = (path: string): string => {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path fill-rule="evenodd" d="${path}"/></svg>`
  return `url("data:image/svg+xml,${encodeURIComponent(svg)}")`
}
