import type { GeneralComponent } from 'glass-easel'
import type { Engine } from '../engine'
import { words as own } from '../words'
import { openWheels } from '../wx/wheels'
import { builtIn, reachable } from './define'

const two = (number: number): string => String(number).padStart(2, '0')
const upTo = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i)
const clamp = (index: number, length: number): number => Math.min(Math.max(0, length - 1), Math.max(0, index))

/** What a row of a range says: a word, or the field that `range-key` names. */
const wordsOf = (row: unknown, key: string): string =>
  key && typeof row === 'object' && row !== null ? String(Reflect.get(row, key) ?? '') : String(row ?? '')

const rowsOf = (range: unknown, key: string): string[] =>
  Array.isArray(range) ? range.map((row) => wordsOf(row, key)) : []

type Fields = 'year' | 'month' | 'day'

/** A date as its parts; what is missing or wrong falls back. */
function partsOf(text: string, otherwise: [number, number, number]): [number, number, number] {
  const [year, month, day] = text.split('-').map(Number)
  return [year || otherwise[0], month || otherwise[1], day || otherwise[2]]
}

type DateRange = { start: string; end: string; fields: Fields }

/** The years, months and days one may choose, and where the wheels stand, for a date between `start` and `end`. */
export function dateWheels(value: string, { start, end, fields }: DateRange) {
  const first = partsOf(start, [1900, 1, 1])
  const final = partsOf(end, [2100, 12, 31])
  const wanted = partsOf(value, first)
  const years = upTo(first[0], final[0])
  const year = Math.min(final[0], Math.max(first[0], wanted[0]))
  const months = upTo(year === first[0] ? first[1] : 1, year === final[0] ? final[1] : 12)
  const month = Math.min(months.at(-1) ?? 12, Math.max(months[0] ?? 1, wanted[1]))
  const lastDay = new Date(Date.UTC(year, month, 0)).getUTCDate()
  const isFirstMonth = year === first[0] && month === first[1]
  const isFinalMonth = year === final[0] && month === final[1]
  const days = upTo(isFirstMonth ? first[2] : 1, isFinalMonth ? Math.min(final[2], lastDay) : lastDay)
  const day = Math.min(days.at(-1) ?? 1, Math.max(days[0] ?? 1, wanted[2]))

  const count = { year: 1, month: 2, day: 3 }[fields]
  const numbers = [years, months, days].slice(0, count)
  const standing = [year, month, day].slice(0, count)
  const units = own().dateUnits
  return {
    numbers,
    columns: numbers.map((column, at) => column.map((number) => `${number}${units[at]}`)),
    chosen: numbers.map((column, at) => clamp(column.indexOf(standing[at] ?? 0), column.length)),
    value: [String(year), two(month), two(day)].slice(0, count).join('-'),
  }
}

async function pickDate(engine: Engine, component: GeneralComponent): Promise<string | null> {
  const { value, start, end, fields, headerText } = component.data
  const range = { start, end, fields: fields as Fields }
  let at = dateWheels(value, range)
  const answer = await openWheels(engine.chrome.overlay(), {
    title: headerText,
    columns: at.columns,
    chosen: at.chosen,
    onTurn(_column, _index, chosen) {
      const numbers = at.numbers.map((column, i) => column[chosen[i] ?? 0] ?? 0)
      at = dateWheels(numbers.map(two).join('-'), range)
      return { columns: at.columns, chosen: at.chosen }
    },
  })
  return answer && at.value
}

async function pickTime(engine: Engine, component: GeneralComponent): Promise<string | null> {
  const { value, start, end, headerText } = component.data
  const hours = upTo(0, 23)
  const minutes = upTo(0, 59)
  const [hour = 0, minute = 0] = String(value || '00:00')
    .split(':')
    .map(Number)
  const answer = await openWheels(engine.chrome.overlay(), {
    title: headerText,
    columns: [hours.map(two), minutes.map(two)],
    chosen: [clamp(hour, 24), clamp(minute, 60)],
  })
  if (!answer) return null
  const time = answer.map(two).join(':')
  // Times of one day compare as words.
  return time < (start || '00:00') ? start : time > (end || '23:59') ? end : time
}

async function pickOne(engine: Engine, component: GeneralComponent): Promise<number | null> {
  const { range, rangeKey, value, headerText } = component.data
  const rows = rowsOf(range, rangeKey)
  const answer = await openWheels(engine.chrome.overlay(), {
    title: headerText,
    columns: [rows],
    chosen: [clamp(Number(value) || 0, rows.length)],
  })
  return answer?.[0] ?? null
}

/** While columns turn the page may answer `columnchange` with a new range: the wheels follow it. */
function pickMany(engine: Engine, component: GeneralComponent): Promise<number[] | null> {
  const columns = (): string[][] =>
    Array.isArray(component.data.range)
      ? component.data.range.map((column: unknown) => rowsOf(column, component.data.rangeKey))
      : []
  const held: unknown[] = Array.isArray(component.data.value) ? component.data.value : []
  return openWheels(engine.chrome.overlay(), {
    title: component.data.headerText,
    columns: columns(),
    chosen: columns().map((rows, at) => clamp(Number(held[at]) || 0, rows.length)),
    onTurn(column, index, chosen) {
      engine.fire(component, 'columnchange', { column, value: index })
      const next = columns()
      return { columns: next, chosen: next.map((rows, at) => clamp(chosen[at] ?? 0, rows.length)) }
    },
  })
}

type Picked = string | number | number[] | null

/** The modes of the browser client. `region` needs WeChat's own table of places and is refused by name. */
const modes: Record<string, (engine: Engine, component: GeneralComponent) => Promise<Picked>> = {
  selector: pickOne,
  multiSelector: pickMany,
  date: pickDate,
  time: pickTime,
}

/** `picker`: a tap on what it holds opens the wheels. */
export function definePicker(engine: Engine): void {
  const properties = {
    mode: { type: String, value: 'selector' },
    headerText: String,
    disabled: Boolean,
    range: { type: null, value: [] as unknown },
    rangeKey: String,
    value: { type: null, value: '' as unknown },
    start: String,
    end: String,
    fields: { type: String, value: 'day' },
    name: String,
  }
  builtIn(engine, 'picker', properties, (component, host) => {
    let first: unknown
    let isOpen = false
    const open = async (): Promise<void> => {
      if (component.data.disabled || isOpen) return
      const pick = modes[component.data.mode]
      if (!pick) throw new Error(`<picker mode="${component.data.mode}"> is not part of the browser client`)
      isOpen = true
      const value = await pick(engine, component).finally(() => {
        isOpen = false
      })
      if (value === null) {
        engine.fire(component, 'cancel', {})
        return
      }
      component.setData({ value })
      engine.fire(component, 'change', { value })
    }
    reachable(host, 'button')
    component.addListener('tap', () => void open())
    return {
      draw({ value }) {
        first ??= value
      },
      field: {
        name: () => component.data.name || null,
        // An attribute brings the index as words.
        value: () => (component.data.mode === 'selector' ? Number(component.data.value) || 0 : component.data.value),
        reset: () => component.setData({ value: first }),
      },
    }
  })
}
