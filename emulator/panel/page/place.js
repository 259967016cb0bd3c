// @ts-check

/**
 * Where in the panel somebody is: `#/documents/orders?offset=20` is the path ['documents', 'orders'] and a query.
 * @typedef {{ path: string[], query: URLSearchParams }} Place
 */

/** @param {string} hash @returns {Place} */
export function placeOf(hash) {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?')
  return {
    path: path
      .split('/')
      .filter((part) => part !== '')
      .map(decoded),
    query: new URLSearchParams(query),
  }
}

/** @param {string} part */
function decoded(part) {
  try {
    return decodeURIComponent(part)
  } catch {
    return part // typed by hand, and not encoded
  }
}

/** @param {string[]} path @param {Record<string, string | number>} [query] */
export function hashOf(path, query = {}) {
  const asked = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)])).toString()
  return `#/${path.map(encodeURIComponent).join('/')}${asked === '' ? '' : `?${asked}`}`
}
