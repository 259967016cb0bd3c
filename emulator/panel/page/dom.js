// @ts-check

/** @typedef {Node | string | number | false | null | undefined} Piece */
/** @typedef {Piece | readonly Child[]} Child */
/**
 * @typedef {object} Listeners
 * @property {(event: MouseEvent) => void} [onclick]
 * @property {(event: SubmitEvent) => void} [onsubmit]
 * @property {(event: Event) => void} [onchange]
 */
/** @typedef {Listeners & { [attribute: string]: unknown }} Properties */

/** @type {(keyof Listeners)[]} */
const LISTENERS = ['onclick', 'onsubmit', 'onchange']

/**
 * An element. Children become text or nodes, never markup: this is the one place where anything enters the page, so
 * whatever a document holds, it is seen and not run. An attribute that is false or undefined is left out; `key` tells
 * rows of a list apart.
 * @param {string} tag
 * @param {Properties} [properties]
 * @param {...Child} children
 * @returns {HTMLElement}
 */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === false || value === null) continue
    if (name.startsWith('on')) Object.assign(element, { [name]: value })
    // Not as an attribute: the page's own security policy lets no inline style in.
    else if (name === 'style') element.style.cssText = String(value)
    else element.setAttribute(name === 'key' ? 'data-key' : name, value === true ? '' : String(value))
  }
  add(element, children)
  return element
}

/** @param {HTMLElement} element @param {readonly Child[]} children */
function add(element, children) {
  for (const child of children) {
    if (Array.isArray(child)) add(element, child)
    else if (child instanceof Node) element.append(child)
    else if (child !== false && child !== null && child !== undefined) element.append(String(child))
  }
}

/**
 * Makes `parent` show these children while keeping what is there already: focus, a half-filled form, an opened
 * section and the place scrolled to survive a list that refreshes itself.
 * @param {HTMLElement} parent
 * @param {...Child} children
 */
export function show(parent, ...children) {
  const wanted = parent.cloneNode(false)
  if (wanted instanceof HTMLElement) add(wanted, children)
  morphChildren(parent, wanted)
}

/** @param {Node} node */
const keyOf = (node) => (node instanceof Element ? node.getAttribute('data-key') : null)

/** @param {Node} a @param {Node} b */
const alike = (a, b) => a.nodeName === b.nodeName && keyOf(a) === keyOf(b)

/** @param {Node} old @param {Node} wanted */
function morphChildren(old, wanted) {
  const keyed = new Map([...old.childNodes].map((node) => [keyOf(node), node]))
  let here = old.firstChild
  for (const next of [...wanted.childNodes]) {
    const candidate = keyOf(next) === null ? here : keyed.get(keyOf(next))
    if (!candidate || !alike(candidate, next)) {
      old.insertBefore(next, here)
      continue
    }
    if (candidate === here) here = here.nextSibling
    else old.insertBefore(candidate, here)
    morph(candidate, next)
  }
  while (here) {
    const after = here.nextSibling
    here.remove()
    here = after
  }
}

/** @param {Node} old @param {Node} wanted */
function morph(old, wanted) {
  if (!(old instanceof HTMLElement && wanted instanceof HTMLElement)) {
    if (old.nodeValue !== wanted.nodeValue) old.nodeValue = wanted.nodeValue
    return
  }
  // A button at work keeps its look until its work is done.
  if (old.ariaBusy === 'true') return
  for (const { name } of [...old.attributes]) {
    if (name !== 'open' && !wanted.hasAttribute(name)) old.removeAttribute(name)
  }
  for (const { name, value } of wanted.attributes) {
    if (old.getAttribute(name) === value) continue
    if (name === 'style') old.style.cssText = value
    else old.setAttribute(name, value)
  }
  for (const name of LISTENERS) Object.assign(old, { [name]: wanted[name] })
  morphChildren(old, wanted)
}
