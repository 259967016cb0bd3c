// @ts-check

/**
 * What a view may do beside showing. `state` is its own and lives as long as the view is open; `act` runs what a button
 * does, says what came of it, and looks again.
 * @typedef {object} Tools
 * @property {import('./place.js').Place} at
 * @property {Record<string, string>} state
 * @property {() => void} repaint
 * @property {(work: () => Promise<string>) => Promise<void>} act
 */

/** Asks what it needs at a place and answers how to show it. @typedef {(at: import('./place.js').Place) => Promise<Picture>} View */
/** @typedef {(tools: Tools) => import('./dom.js').Child[]} Picture */

/**
 * A view: what it asks, and how it shows the answer.
 * @template T
 * @param {{ load: (at: import('./place.js').Place) => Promise<T>, render: (answer: T, tools: Tools) => import('./dom.js').Child[] }} parts
 * @returns {View}
 */
export const view =
  ({ load, render }) =>
  async (at) => {
    const answer = await load(at)
    return (tools) => render(answer, tools)
  }
