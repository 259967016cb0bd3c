import { box } from './dom'

/** The column and its three layers: pages, tab bar, overlay. Made once, before the first page. */
const column = box('mp-column')
export const pagesLayer = box('mp-pages', column)
export const tabBarLayer = box('mp-tabbar', column)
export const overlayLayer = box('mp-overlay', column)
tabBarLayer.hidden = true

export function mountColumn(): void {
  document.body.append(column)
}
