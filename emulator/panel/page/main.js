// @ts-check
import { desk, Refusal } from './desk.js'
import { h, show } from './dom.js'
import { dated } from './format.js'
import { live } from './live.js'
import { empty, heading } from './pieces.js'
import { hashOf, placeOf } from './place.js'
import { clock } from './views/clock.js'
import { documents } from './views/documents.js'
import { faults } from './views/faults.js'
import { files } from './views/files.js'
import { invocations } from './views/invocations.js'
import { messages } from './views/messages.js'
import { overview } from './views/overview.js'
import { payments } from './views/payments.js'
import { words } from './words.js'

const SAID_MS = 6_000

const views = { overview, invocations, documents, files, payments, messages, clock, faults }
/** @typedef {keyof typeof views} ViewName */
/** @param {string} name @returns {name is ViewName} */
const isView = (name) => Object.hasOwn(views, name)

const nav = h('nav', { 'aria-label': words.nav })
const deskTime = h('a', { class: 'desk-time', href: hashOf(['clock']) })
const main = h('main', { id: 'main', tabindex: '-1' })
const said = h('div', { class: 'said', role: 'status' })
const skip = () => main.focus()

document
  .getElementById('panel')
  ?.append(
    h('button', { type: 'button', class: 'skip', onclick: skip }, words.skip),
    h(
      'div',
      { class: 'bar' },
      h('a', { class: 'brand', href: hashOf(['overview']) }, h('b', {}, words.brand), ` ${words.title}`),
      deskTime,
      nav,
    ),
    main,
    said,
  )

/** @type {ReturnType<typeof setTimeout> | undefined} */
let silence

/** @param {'good' | 'bad'} mood @param {string} sentence */
function say(mood, sentence) {
  clearTimeout(silence)
  show(said, h('p', { class: mood }, sentence))
  silence = setTimeout(() => show(said), SAID_MS)
}

/** @param {Refusal} refusal */
function wordsFor({ status, code, message }) {
  if (status === 0) return words.noAnswer
  return status === 404 ? words.gone : words.refused(code, message)
}

/** @param {ViewName | undefined} current */
const showNav = (current) =>
  show(
    nav,
    Object.entries(words.views).map(([name, word]) =>
      h('a', { href: hashOf([name]), 'aria-current': name === current && 'page' }, word),
    ),
  )

/**
 * Opens a view at a place. Every view is in one of these states: loading, failed, failed with what was seen before, or
 * ready; what is empty says so inside.
 * @param {ViewName} name @param {import('./place.js').Place} at
 */
function open(name, at) {
  const title = words.views[name]
  /** @type {import('./view.js').Tools} */
  const tools = {
    at,
    state: {},
    repaint: () => watch.repaint(),
    async act(work) {
      try {
        say('good', await work())
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        say('bad', wordsFor(error))
      }
      await watch.refresh()
    },
  }
  const retry = () => void watch.refresh()
  const watch = live(
    () => views[name](at),
    ({ answer, refusal }) => {
      main.dataset.state = answer === undefined ? (refusal ? 'failed' : 'loading') : refusal ? 'stale' : 'ready'
      if (answer !== undefined) {
        show(main, refusal && h('p', { class: 'notice bad', key: 'stale' }, words.stale), answer(tools))
      } else if (refusal) {
        show(
          main,
          heading(title, undefined, at.path.length > 1 ? hashOf([name]) : undefined),
          h(
            'div',
            { class: 'sheet' },
            empty(wordsFor(refusal)),
            h('button', { type: 'button', class: 'button', onclick: retry }, words.retry),
          ),
        )
      } else show(main, heading(title), h('p', { class: 'empty', role: 'status' }, words.loading))
    },
  )
  return watch
}

/** @type {{ stop: () => void } | undefined} */
let opened

function go() {
  opened?.stop()
  const at = placeOf(location.hash)
  const [name = 'overview'] = at.path
  main.replaceChildren()
  showNav(isView(name) ? name : undefined)
  if (!isView(name)) {
    opened = undefined
    show(main, heading(words.nothingHere), h('div', { class: 'sheet' }, empty(words.unknownView)))
    return
  }
  document.title = `${words.views[name]} · ${words.brand}${words.title}`
  opened = open(name, at)
  scrollTo(0, 0)
}

// A keyboard or a screen reader follows to the new view; at the first one the page itself has the focus.
addEventListener('hashchange', () => {
  go()
  main.querySelector('h1')?.focus({ preventScroll: true })
})
go()
live(desk.clock, ({ answer, refusal }) => {
  if (answer && !refusal) show(deskTime, dated(answer.now))
})
