// @ts-check
import { desk } from '../desk.js'
import { h } from '../dom.js'
import { grouped } from '../format.js'
import { empty, field, heading, input, json, link, table } from '../pieces.js'
import { hashOf } from '../place.js'
import { view } from '../view.js'
import { words } from '../words.js'

const said = words.documents
const PAGE = 20
const PREVIEW_CHARACTERS = 160

const collections = view({
  load: desk.collections,
  render: (all) => [
    heading(words.views.documents, said.lead),
    h(
      'div',
      { class: 'sheet' },
      all.length === 0
        ? empty(said.empty)
        : table(
            words.views.documents,
            [
              { name: said.collection, class: 'first', cell: ({ name }) => link(hashOf(['documents', name]), name) },
              { name: said.count, class: 'number', cell: ({ documents }) => grouped(documents) },
              {
                name: said.indexes,
                class: 'path',
                cell: ({ indexes }) => (indexes.length === 0 ? said.noIndexes : indexes.join(', ')),
              },
            ],
            all,
            ({ name }) => name,
          ),
    ),
  ],
})

/** @param {unknown} document */
const idOf = (document) =>
  typeof document === 'object' && document !== null && '_id' in document ? String(document._id) : words.unknown

/** The document in one line: everything but its id. @param {unknown} document */
function preview(document) {
  const { _id, ...rest } = Object(document)
  const text = JSON.stringify(rest)
  return text.length > PREVIEW_CHARACTERS ? `${text.slice(0, PREVIEW_CHARACTERS)}…` : text
}

/** @param {string} collection @param {number} offset @param {number} shown @param {number} total */
const pager = (collection, offset, shown, total) =>
  h(
    'nav',
    { class: 'pager', 'aria-label': said.page(offset + 1, offset + shown, total) },
    offset > 0 &&
      h(
        'a',
        { class: 'button', href: hashOf(['documents', collection], { offset: Math.max(0, offset - PAGE) }) },
        said.previous,
      ),
    h('span', { class: 'quiet' }, said.page(offset + 1, offset + shown, total)),
    offset + shown < total &&
      h('a', { class: 'button', href: hashOf(['documents', collection], { offset: offset + PAGE }) }, said.next),
  )

/** @param {string} collection */
const finder = (collection) =>
  h(
    'form',
    {
      class: 'line',
      'aria-label': said.find,
      onsubmit(/** @type {SubmitEvent} */ event) {
        event.preventDefault()
        if (!(event.currentTarget instanceof HTMLFormElement)) return
        const id = String(new FormData(event.currentTarget).get('id')).trim()
        if (id !== '') location.hash = hashOf(['documents', collection, id])
      },
    },
    field(said.find, input('id', { placeholder: said.findHint })),
    h('button', { type: 'submit', class: 'button' }, said.findButton),
  )

/** @param {string} collection @param {unknown} document */
const folded = (collection, document) =>
  h(
    'details',
    { class: 'document', key: idOf(document) },
    h('summary', {}, h('b', {}, idOf(document)), h('span', { class: 'quiet preview' }, preview(document))),
    link(hashOf(['documents', collection, idOf(document)]), said.whole),
    json(document),
  )

const page = view({
  async load({ path: [, collection = ''], query }) {
    const offset = Math.max(0, Number(query.get('offset') ?? 0))
    return { offset, ...(await desk.documents(collection, { offset, limit: PAGE })) }
  },
  render: ({ collection, offset, total, documents: found }) => [
    heading(collection, undefined, hashOf(['documents'])),
    h(
      'div',
      { class: 'sheet' },
      finder(collection),
      found.length === 0
        ? empty(said.emptyCollection)
        : [found.map((document) => folded(collection, document)), pager(collection, offset, found.length, total)],
    ),
  ],
})

const whole = view({
  async load({ path: [, collection = '', ...id] }) {
    return { id: id.join('/'), ...(await desk.document(collection, id.join('/'))) }
  },
  render: ({ collection, id, documents: [document] }) => [
    heading(id, `${collection} · ${said.oneWord}`, hashOf(['documents', collection])),
    h('div', { class: 'sheet' }, document === undefined ? empty(said.notFound(id)) : json(document)),
  ],
})

/** @type {import('../view.js').View} */
export const documents = (at) => (at.path.length > 2 ? whole : at.path.length > 1 ? page : collections)(at)
