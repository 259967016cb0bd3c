import { words as own } from '../words'
import { make, makeButton, openSheet } from './sheet'

/** Height of one row in px, as wx.css draws it. */
const ROW_PX = 44

type Wheels = {
  title: string
  columns: string[][]
  /** One index per column. */
  chosen: number[]
  /** A column came to rest on another row; answering new columns redraws them. */
  onTurn?(column: number, index: number, chosen: number[]): { columns: string[][]; chosen: number[] } | undefined
}

/** WeChat's picker sheet: columns to turn. Answers one index per column; null when the person leaves. */
export function openWheels(overlay: HTMLElement, wheels: Wheels): Promise<number[] | null> {
  return new Promise((resolve) => {
    let { columns, chosen } = wheels
    const settle = (answer: number[] | null): void => {
      sheet.close()
      resolve(answer)
    }
    const sheet = openSheet(overlay, {
      kind: 'bottom',
      label: wheels.title || own().choose,
      onMask: () => settle(null),
    })
    const head = make('div', 'wx-picker-head')
    head.append(
      makeButton('wx-picker-leave', own().cancel, () => settle(null)),
      make('span', '', wheels.title),
      makeButton('wx-picker-done', own().confirm, () => settle(chosen)),
    )
    const body = make('div', 'wx-picker-columns')
    sheet.panel.append(head, body)

    function rest(column: number, index: number): void {
      if (chosen[column] === index) return
      chosen = chosen.map((held, at) => (at === column ? index : held))
      markChosen(body.children[column], index)
      const next = wheels.onTurn?.(column, index, chosen)
      if (!next) return
      const isSame = JSON.stringify(next.columns) === JSON.stringify(columns)
      columns = next.columns
      chosen = next.chosen
      if (!isSame) draw()
    }
    function draw(): void {
      body.replaceChildren(
        ...columns.map((rows, column) => columnOf(rows, chosen[column] ?? 0, (index) => rest(column, index))),
      )
      columns.forEach((_, column) => {
        const element = body.children[column]
        if (element) element.scrollTop = (chosen[column] ?? 0) * ROW_PX
      })
    }
    draw()
  })
}

function markChosen(column: Element | undefined, chosen: number): void {
  for (const [index, row] of [...(column?.children ?? [])].entries()) {
    row.setAttribute('aria-selected', String(index === chosen))
  }
}

function columnOf(rows: string[], chosen: number, onRest: (index: number) => void): HTMLElement {
  const column = make('div', 'wx-picker-column')
  column.setAttribute('role', 'listbox')
  column.tabIndex = 0
  rows.forEach((words, index) => {
    const row = makeButton('wx-picker-item', words, () => column.scrollTo({ top: index * ROW_PX, behavior: 'smooth' }))
    row.setAttribute('role', 'option')
    row.tabIndex = -1
    column.append(row)
  })
  markChosen(column, chosen)
  const at = (): number => Math.min(rows.length - 1, Math.max(0, Math.round(column.scrollTop / ROW_PX)))
  column.addEventListener('scroll', () => onRest(at()))
  column.addEventListener('keydown', (event) => {
    const way = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (way === undefined) return
    event.preventDefault()
    column.scrollTo({ top: (at() + way) * ROW_PX })
  })
  return column
}
