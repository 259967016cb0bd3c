/** Makes a `div` (or `tag`) with a class, inside `parent`. */
export function box(className: string, parent?: Element, tag: 'div' | 'button' | 'span' | 'img' = 'div'): HTMLElement {
  const element = document.createElement(tag)
  element.className = className
  parent?.append(element)
  return element
}

/** Who turns a path of lasting files into an address; set once by the platform. */
let userFile: (path: string) => string = () => 'about:blank'
export const setUserFiles = (address: (path: string) => string): void => {
  userFile = address
}

/** A URL of the built app for a path of the mini-program: `/images/a.png` or `images/a.png` from its root. */
export function assetOf(src: string, folder = ''): string {
  if (src.startsWith('wxfile://')) return userFile(src)
  if (/^([a-z][a-z\d+.-]*:|\/\/)/i.test(src) || src === '') return src
  const parts = src.startsWith('/') ? src.split('/') : [...folder.split('/'), ...src.split('/')]
  const path: string[] = []
  for (const part of parts)
    if (part === '..') path.pop()
    else if (part !== '' && part !== '.') path.push(encodeURIComponent(part))
  return `assets/${path.join('/')}`
}
