import type { GeneralComponent } from 'glass-easel'
import type { Engine } from '../engine'
import { builtIn, type Field, partAt } from './define'

type Form = { submit(): void; reset(): void }

const forms = new WeakMap<Element, Form>()

/** Does what `form-type` says to the form around a button. A button outside any form does nothing, as in WeChat. */
export function actOnForm(button: Element, formType: string): void {
  const host = button.closest('wx-form')
  const form = host ? forms.get(host) : undefined
  if (formType === 'submit') form?.submit()
  if (formType === 'reset') form?.reset()
}

type Drawn = Element & { __wxElement?: GeneralComponent }

/** A custom component with `wx://form-field` brings its properties `name` and `value`. */
const customField = ({ data }: GeneralComponent): Field => ({
  name: () => data.name || null,
  value: () => data.value,
  reset: () => undefined, // WeChat leaves custom controls to themselves
})

/** The controls inside a form, in the order in which they are drawn. */
const fieldsOf = (engine: Engine, host: Element): Field[] =>
  [...host.querySelectorAll<Drawn>('*')].flatMap((element) => {
    const field = partAt(element)?.field
    if (field) return [field]
    const component = element.__wxElement?.asGeneralComponent()
    return component && engine.isFormField(component) ? [customField(component)] : []
  })

/** `form`: gathers the named controls drawn inside it, those of inner components too. */
export function defineForm(engine: Engine): void {
  const properties = { reportSubmit: Boolean, reportSubmitTimeout: Number }
  builtIn(engine, 'form', properties, (component, host) => {
    forms.set(host, {
      submit() {
        const named = fieldsOf(engine, host).map((field) => [field.name(), field.value()] as const)
        const value = Object.fromEntries(named.filter(([name]) => name !== null))
        engine.fire(component, 'submit', { value })
      },
      reset() {
        for (const field of fieldsOf(engine, host)) field.reset()
        engine.fire(component, 'reset', {})
      },
    })
    return {}
  })
}

/** What a label can stand for. */
const CONTROLS = 'wx-button, wx-checkbox, wx-radio, wx-switch, wx-input, wx-textarea'

/** `label`: a tap on it is a tap on its control: the one named by `for`, else the first inside. */
export function defineLabel(engine: Engine): void {
  builtIn(engine, 'label', { for: String }, (component, host) => {
    const control = (): Element | null => {
      const id: string = component.data.for
      return id
        ? (host.getRootNode() as Document).querySelector(`[id="${CSS.escape(id)}"]`)
        : host.querySelector(CONTROLS)
    }
    host.addEventListener('click', (event) => {
      const target = control()
      // The control hears its own taps itself.
      if (!target || (event.target instanceof Node && target.contains(event.target))) return
      partAt(target)?.activate?.()
    })
    return {}
  })
}
