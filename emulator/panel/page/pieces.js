// @ts-check
import { h } from './dom.js'
import { words } from './words.js'

/** @typedef {import('./dom.js').Child} Child */
/** @typedef {import('./view.js').Tools} Tools */

/** The head of a view. @param {string} title @param {string} [lead] @param {string} [backTo] */
export const heading = (title, lead, backTo) =>
  h(
    'header',
    { class: 'heading' },
    backTo && h('a', { class: 'back', href: backTo }, `‹ ${words.back}`),
    h('h1', { tabindex: '-1' }, title),
    lead && h('p', { class: 'quiet' }, lead),
  )

/** @param {string} title @param {...Child} children */
export const section = (title, ...children) => h('section', { class: 'sheet' }, h('h2', {}, title), children)

/** @param {string} sentence */
export const empty = (sentence) => h('p', { class: 'empty' }, sentence)

/** A word with a colour; the word says it all without the colour. @param {'good' | 'bad' | 'waiting' | 'plain'} mood @param {string} word */
export const badge = (mood, word) => h('span', { class: `badge ${mood}` }, word)

/** @param {string} hash @param {...Child} children */
export const link = (hash, ...children) => h('a', { href: hash }, children)

/** Names and values, one under the other. @param {[string, Child][]} rows */
export const facts = (rows) =>
  h(
    'dl',
    { class: 'facts' },
    rows.map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value))),
  )

/**
 * @template Row
 * @typedef {{ name: string, cell: (row: Row) => Child, class?: string }} Column
 */

/**
 * A table that becomes a list of cards where it is narrow; each cell then names its column itself.
 * @template Row
 * @param {string} label
 * @param {Column<Row>[]} columns
 * @param {readonly Row[]} rows
 * @param {(row: Row) => string} [keyOf]
 */
export const table = (label, columns, rows, keyOf) =>
  h(
    'table',
    { 'aria-label': label },
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        columns.map((column) => h('th', { scope: 'col', class: column.class }, column.name)),
      ),
    ),
    h(
      'tbody',
      {},
      rows.map((row) =>
        h(
          'tr',
          { key: keyOf?.(row) },
          columns.map((column) => h('td', { class: column.class, 'data-name': column.name }, column.cell(row))),
        ),
      ),
    ),
  )

const STEP = 50

/**
 * The first rows of a long list, and a way to the next.
 * @template Row
 * @param {readonly Row[]} rows @param {Tools} tools
 * @param {(shown: readonly Row[]) => Child} render
 * @returns {Child}
 */
export function someOf(rows, { state, repaint }, render) {
  const shown = Number(state.shown ?? STEP)
  const more = () => {
    state.shown = String(shown + STEP)
    repaint()
  }
  const left = rows.length - shown
  return [
    render(rows.slice(0, shown)),
    left > 0 && h('button', { type: 'button', class: 'button more', onclick: more }, words.more(left)),
  ]
}

/**
 * A button that does something on the desk. While it works it says so and cannot be pressed again.
 * @param {Tools} tools @param {string} label @param {() => Promise<string>} work answers the words for what came of it
 * @param {{ primary?: boolean, key?: string }} [look]
 */
export const action = (tools, label, work, { primary = false, key } = {}) =>
  h(
    'button',
    {
      type: 'button',
      key,
      class: primary ? 'button primary' : 'button',
      onclick: (/** @type {MouseEvent} */ { currentTarget }) => void busy(currentTarget, () => tools.act(work)),
    },
    label,
  )

/** @param {EventTarget | null} button @param {() => Promise<void>} work */
async function busy(button, work) {
  if (!(button instanceof HTMLElement) || button.ariaBusy === 'true') return
  button.ariaBusy = 'true'
  try {
    await work()
  } finally {
    button.ariaBusy = null
  }
}

/**
 * A form whose fields go to `work` by name.
 * @param {Tools} tools
 * @param {{ label: string, submit: string, primary?: boolean, work: (fields: Record<string, string>) => Promise<string> }} how
 * @param {...Child} fields
 */
export const form = (tools, { label, submit, primary = false, work }, ...fields) =>
  h(
    'form',
    {
      'aria-label': label,
      onsubmit(/** @type {SubmitEvent} */ event) {
        event.preventDefault()
        if (!(event.currentTarget instanceof HTMLFormElement)) return
        const values = [...new FormData(event.currentTarget)].map(([name, value]) => [name, String(value)])
        void busy(event.submitter, () => tools.act(() => work(Object.fromEntries(values))))
      },
    },
    fields,
    h('button', { type: 'submit', class: primary ? 'button primary' : 'button' }, submit),
  )

/** @param {string} label @param {HTMLElement} control */
export const field = (label, control) => h('label', { class: 'field' }, h('span', {}, label), control)

/** @param {string} name @param {import('./dom.js').Properties} [properties] */
export const input = (name, properties = {}) =>
  h('input', { name, key: name, autocomplete: 'off', spellcheck: 'false', ...properties })

/** A whole number. @param {string} name @param {{ value: number, min?: number, max?: number }} range */
export const number = (name, { value, min = 1, max }) =>
  input(name, { type: 'number', inputmode: 'numeric', required: true, step: 1, value, min, max })

/** @param {string} name @param {[string, string][]} options value and word @param {import('./dom.js').Properties} [properties] */
export const select = (name, options, properties = {}) =>
  h(
    'select',
    { name, ...properties },
    options.map(([value, word]) => h('option', { value }, word)),
  )

/** JSON as people read it: names, words and numbers in colours of their own. @param {unknown} value @param {string} [indent] @returns {Child} */
export function readable(value, indent = '') {
  if (typeof value === 'string') return h('span', { class: 'json-text' }, JSON.stringify(value))
  if (typeof value !== 'object' || value === null) return h('span', { class: 'json-value' }, JSON.stringify(value))
  const inner = `${indent}  `
  const isList = Array.isArray(value)
  const entries = Object.entries(value)
  if (entries.length === 0) return isList ? '[]' : '{}'
  const lines = entries.map(([name, one], place) => [
    `\n${inner}`,
    !isList && [h('span', { class: 'json-name' }, JSON.stringify(name)), ': '],
    readable(one, inner),
    place < entries.length - 1 && ',',
  ])
  return [isList ? '[' : '{', lines, `\n${indent}${isList ? ']' : '}'}`]
}

/** @param {unknown} value */
export const json = (value) => h('pre', { class: 'json', tabindex: '0' }, readable(value))

/** Who an openid is, as far as the desk knows. @param {Map<string, string>} nicknames @param {string | null | undefined} openid */
export const person = (nicknames, openid) =>
  openid === undefined || openid === null ? words.none : h('span', { title: openid }, nicknames.get(openid) ?? openid)
