import type { AppConfig } from '../engine'
import { tabBarLayer } from './columnFrame'
import { assetOf, box } from './dom'

type Config = NonNullable<AppConfig['tabBar']>
type Item = Config['list'][number]
type Drawn = { element: HTMLElement; icon: HTMLImageElement; label: HTMLElement; badge: HTMLElement; item: Item }

let config: Config | undefined
let drawn: Drawn[] = []
let selected = -1
let wanted = true
let onTabPage = false

/** Draws the app's tab bar. `onTap` gets the tapped item's index. */
export function drawTabBar(tabBar: Config, onTap: (index: number) => void): void {
  config = { ...tabBar }
  tabBarLayer.replaceChildren()
  tabBarLayer.setAttribute('role', 'tablist')
  drawn = tabBar.list.map((item, index) => {
    const element = box('mp-tab', tabBarLayer, 'button')
    element.setAttribute('role', 'tab')
    element.dataset.path = item.pagePath
    const picture = box('mp-tab-picture', element, 'span')
    const icon = box('mp-tab-icon', picture, 'img') as HTMLImageElement
    icon.alt = ''
    const badge = box('mp-tab-badge', picture, 'span')
    badge.hidden = true
    const label = box('mp-tab-label', element, 'span')
    element.addEventListener('click', () => onTap(index))
    return { element, icon, label, badge, item: { ...item } }
  })
  paint()
}

/** The same bar in the colours and icons of another theme. */
export function dressTabBar({ list, ...style }: Config): void {
  Object.assign(config ?? {}, style)
  drawn.forEach(({ item }, index) => {
    const { iconPath, selectedIconPath } = list[index] ?? item
    Object.assign(item, { iconPath, selectedIconPath })
  })
  paint()
}

function paint(): void {
  if (!config) return
  tabBarLayer.style.backgroundColor = config.backgroundColor
  tabBarLayer.dataset.border = config.borderStyle ?? 'black'
  drawn.forEach(({ element, icon, label, item }, index) => {
    const isSelected = index === selected
    const src = isSelected ? (item.selectedIconPath ?? item.iconPath) : item.iconPath
    element.style.color = (isSelected ? config?.selectedColor : config?.color) ?? ''
    element.setAttribute('aria-selected', String(isSelected))
    label.textContent = item.text
    icon.hidden = !src
    if (src && icon.getAttribute('src') !== assetOf(src)) icon.src = assetOf(src)
  })
  tabBarLayer.hidden = !(onTabPage && wanted)
}

/** Shows the bar with the page's tab lit, or hides it on pages that are no tab. Answers whether it is shown. */
export function tabBarFor(path: string): boolean {
  const index = config?.list.findIndex((item) => item.pagePath === path) ?? -1
  onTabPage = index >= 0
  if (onTabPage) selected = index
  paint()
  return !tabBarLayer.hidden
}

export const isTabPage = (path: string): boolean => config?.list.some((item) => item.pagePath === path) ?? false

const at = (index: number): Drawn => {
  const found = drawn[index]
  if (!found) throw new Error(`the tab bar has no item ${index}`)
  return found
}

export function setTabBarBadge(index: number, text: string): void {
  const { badge } = at(index)
  badge.textContent = text
  badge.className = 'mp-tab-badge'
  badge.hidden = text === ''
}

export function setTabBarRedDot(index: number, shown: boolean): void {
  const { badge } = at(index)
  badge.textContent = ''
  badge.className = 'mp-tab-badge mp-tab-dot'
  badge.hidden = !shown
}

export function setTabBarItem(index: number, change: Partial<Item>): void {
  // What is not named stays as it is: a new text leaves the pictures.
  const named = Object.entries(change).filter(([, value]) => value !== undefined)
  Object.assign(at(index).item, Object.fromEntries(named))
  paint()
}

export function setTabBarStyle(style: { color?: string; selectedColor?: string; backgroundColor?: string }): void {
  if (config) Object.assign(config, style)
  paint()
}

export function setTabBarShown(shown: boolean): void {
  wanted = shown
  paint()
}
