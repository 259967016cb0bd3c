import type * as glassEasel from 'glass-easel'
import type { types } from 'glass-easel-miniprogram-adapter'
import { backend, codeSpace } from './space'
import { templateOf } from './templates'

/** A definition as the app wrote it; the adapter checks it, so it is typed by the adapter's general form once behaviors are real. */
type Definition = types.GeneralComponentDefinition
type WrittenBehavior = NonNullable<Definition['behaviors']>[number] | string

/** The component whose script is running: `Component()` may be called from a helper in another module. */
let current: string | undefined

export function enter(id: string): void {
  current = id
}
export function leave(): void {
  current = undefined
}

/** Tells the engine a component's JSON, template and class prefix before its script runs. */
export function register(id: string, config: types.ComponentStaticConfig, scope: string): void {
  codeSpace.addComponentStaticConfig(id, config)
  codeSpace.addCompiledTemplate(id, templateOf(id))
  codeSpace.addStyleSheet(id, id, scope)
  // All sheets are in app.css; an unregistered name would be refused.
  backend.registerStyleSheetContent(id, '')
}

/** WeChat's own behaviors by name; the adapter knows objects only. */
const named = new Map<string, NonNullable<Definition['behaviors']>[number]>([
  [
    'wx://form-field',
    codeSpace
      .behavior()
      .definition({ properties: { name: String, value: null } })
      .register(),
  ],
  ['wx://form-field-group', codeSpace.behavior().definition({}).register()],
  ['wx://form-field-button', codeSpace.behavior().definition({}).register()],
  ['wx://component-export', codeSpace.behavior().definition({}).register()],
  ['wx://proxy-scroll-view', codeSpace.behavior().definition({}).register()],
])

/** `true` for a custom component that takes part in its form under its `name`. */
export function isFormField(component: glassEasel.GeneralComponent): boolean {
  const behavior = named.get('wx://form-field') as unknown as { _$: glassEasel.GeneralBehavior }
  return component.hasBehavior(behavior._$)
}

function withRealBehaviors<T extends Definition>(definition: T): T {
  if (!definition.behaviors) return definition
  const behaviors = definition.behaviors.map((behavior: WrittenBehavior) => {
    if (typeof behavior !== 'string') return behavior
    const real = named.get(behavior)
    if (!real) throw new Error(`the behavior ${behavior} is not supported in the browser`)
    return real
  })
  return { ...definition, behaviors }
}

function idFor(what: string): string {
  if (current === undefined) throw new Error(`${what}() was called outside a page's or component's own script`)
  return current
}

/** The globals a mini-program's scripts define themselves with. */
export const DEFINERS = {
  Component: (definition: Definition) =>
    void codeSpace.component(idFor('Component')).definition(withRealBehaviors(definition)).register(),
  Page: (definition: Definition) =>
    void codeSpace.component(idFor('Page')).pageDefinition(withRealBehaviors(definition)).register(),
  Behavior: (definition: Definition) => codeSpace.behavior().definition(withRealBehaviors(definition)).register(),
}

/** A component with a template and no script. */
export function defineEmpty(id: string): void {
  codeSpace.component(id).definition({}).register()
}
