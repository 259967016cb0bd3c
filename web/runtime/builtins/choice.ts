import type { GeneralComponent } from 'glass-easel'
import type { Engine } from '../engine'
import { append, builtIn, mark, reachable } from './define'

type Option = { component: GeneralComponent; host: HTMLElement; set(isChecked: boolean): void }

/** The checkboxes and radios on the page, by their host. */
const options = new WeakMap<Element, Option>()

const optionsIn = (group: HTMLElement, tag: string): Option[] =>
  [...group.querySelectorAll(tag)].map((host) => options.get(host)).filter((option) => option !== undefined)

const chosenIn = (group: HTMLElement, tag: string): Option[] =>
  optionsIn(group, tag).filter(({ component }) => component.data.checked)

const wordOf = ({ component }: Option): string => String(component.data.value ?? '')

/** What the page said at first: where a form's reset goes back to. */
const atFirst = new WeakMap<object, boolean>()

const shared = { value: { type: null, value: '' as unknown }, checked: Boolean, disabled: Boolean, color: String }

type Shared = { checked: boolean; disabled: boolean; color: string }

/** The parts that a checkbox and a radio have in common: the mark, the tap, the words for who cannot see. */
function option(component: GeneralComponent, host: HTMLElement, role: 'checkbox' | 'radio', press: () => void) {
  const sign = append(host, 'span', `wx-${role}-mark`)
  host.prepend(sign)
  reachable(host, role)
  options.set(host, { component, host, set: (isChecked) => component.setData({ checked: isChecked }) })
  const act = (): void => {
    if (!component.data.disabled) press()
  }
  component.addListener('tap', act)
  return {
    draw({ checked, disabled, color }: Shared): void {
      if (!atFirst.has(component)) atFirst.set(component, checked)
      mark(host, 'checked', checked)
      mark(host, 'disabled', disabled)
      host.setAttribute('aria-checked', String(checked))
      host.setAttribute('aria-disabled', String(disabled))
      sign.style.color = color
    },
    activate: act,
  }
}

/** `checkbox` and `checkbox-group`: the group tells its values in the order in which they are drawn. */
export function defineCheckbox(engine: Engine): void {
  const groups = new WeakMap<Element, () => void>()
  builtIn(engine, 'checkbox', shared, (component, host) =>
    option(component, host, 'checkbox', () => {
      component.setData({ checked: !component.data.checked })
      groups.get(host.closest('wx-checkbox-group') ?? host)?.()
    }),
  )
  builtIn(engine, 'checkbox-group', { name: String }, (component, host) => {
    const value = () => chosenIn(host, 'wx-checkbox').map(wordOf)
    groups.set(host, () => engine.fire(component, 'change', { value: value() }))
    return { field: { name: () => component.data.name || null, value, reset: () => resetAll(host, 'wx-checkbox') } }
  })
}

/** `radio` and `radio-group`: one of the group, or none. */
export function defineRadio(engine: Engine): void {
  const groups = new WeakMap<Element, () => void>()
  builtIn(engine, 'radio', shared, (component, host) =>
    option(component, host, 'radio', () => {
      if (component.data.checked) return
      const group = host.closest('wx-radio-group')
      for (const other of group instanceof HTMLElement ? optionsIn(group, 'wx-radio') : [])
        other.set(other.host === host)
      component.setData({ checked: true })
      groups.get(group ?? host)?.()
    }),
  )
  builtIn(engine, 'radio-group', { name: String }, (component, host) => {
    const value = () => chosenIn(host, 'wx-radio').map(wordOf)[0] ?? ''
    groups.set(host, () => engine.fire(component, 'change', { value: value() }))
    return { field: { name: () => component.data.name || null, value, reset: () => resetAll(host, 'wx-radio') } }
  })
}

function resetAll(group: HTMLElement, tag: string): void {
  for (const { component, set } of optionsIn(group, tag)) set(atFirst.get(component) ?? false)
}

/** `switch`: on or off; `type="checkbox"` draws it as one. */
export function defineSwitch(engine: Engine): void {
  const properties = {
    checked: Boolean,
    disabled: Boolean,
    type: { type: String, value: 'switch' },
    color: String,
    name: String,
  }
  builtIn(engine, 'switch', properties, (component, host) => {
    const sign = append(host, 'span', 'wx-switch-mark')
    reachable(host, 'switch')
    const act = (): void => {
      if (component.data.disabled) return
      component.setData({ checked: !component.data.checked })
      engine.fire(component, 'change', { value: component.data.checked })
    }
    component.addListener('tap', act)
    return {
      draw({ checked, disabled, type, color }) {
        if (!atFirst.has(component)) atFirst.set(component, checked)
        mark(host, 'checked', checked)
        mark(host, 'disabled', disabled)
        host.setAttribute('type', type)
        host.setAttribute('aria-checked', String(checked))
        sign.style.backgroundColor = checked && type === 'switch' ? color : ''
        sign.style.borderColor = checked && type === 'switch' ? color : ''
        sign.style.color = type === 'checkbox' ? color : ''
      },
      field: {
        name: () => component.data.name || null,
        value: () => Boolean(component.data.checked),
        reset: () => component.setData({ checked: atFirst.get(component) ?? false }),
      },
      activate: act,
    }
  })
}
