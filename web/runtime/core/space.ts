import type * as glassEasel from 'glass-easel'
import { MiniProgramEnv } from 'glass-easel-miniprogram-adapter'
import { nameControl, PageBackend, patchElements } from './backend'
import { installSelectorQuery } from './selectorQuery'

patchElements()
installSelectorQuery()

export const backendContext = new PageBackend()
const environment = new MiniProgramEnv()
/** The app's components; its component space also holds the built-ins. */
export const codeSpace = environment.createCodeSpace('app', true)
export const backend = environment.associateBackend(backendContext)
export const space = codeSpace.getComponentSpace()

type Prepared = [glassEasel.ComponentOptions, unknown]
type Preparing = { prepareComponentOptions(is: string, options?: object): Prepared }

// The adapter fixes these options for every component; its typings hide the method, so it is widened here once.
const preparing = codeSpace as unknown as Preparing
const prepare = preparing.prepareComponentOptions.bind(codeSpace)
preparing.prepareComponentOptions = (is, options) => {
  const [prepared, isolation] = prepare(is, options)
  return [
    {
      ...prepared,
      // `#id` in style sheets and in tests means the id in the template.
      writeIdToDOM: true,
      idPrefixGenerator: null,
      // A property named `dataset` must not replace the node's own field.
      writeFieldsToNode: false,
    },
    isolation,
  ]
}

/** glass-easel never fires `ready`: components attached since the last flush wait here. */
let waiting: glassEasel.GeneralComponent[] = []
let scheduled = false

/** Fires `ready` for everything attached so far, children before parents. */
export function flushReady(): void {
  const batch = waiting.reverse()
  waiting = []
  for (const component of batch) component.triggerLifetime('ready', [])
}

/** In the app's components `this` is the adapter's caller around the component, in built-ins the component itself. */
function componentOf(caller: object): glassEasel.GeneralComponent {
  return ('_$' in caller ? caller._$ : caller) as glassEasel.GeneralComponent
}

/** What every component of the app and every built-in has. */
const commonBehavior = space
  .define()
  // `hidden` works on every component in WeChat, whether it declares it or not.
  .property('hidden', Boolean)
  .observer('hidden', function () {
    const component = componentOf(this)
    const dom = component.getBackendElement() as unknown
    if (dom instanceof HTMLElement) dom.toggleAttribute('hidden', Boolean(component.data.hidden))
  })
  // A label on a component is for the control that it draws.
  .property('ariaLabel', String)
  .observer('ariaLabel', function () {
    const component = componentOf(this)
    const dom = component.getBackendElement() as unknown
    if (dom instanceof HTMLElement) nameControl(dom, String(component.data.ariaLabel ?? ''))
  })
  .lifetime('attached', function () {
    waiting.push(componentOf(this))
    if (scheduled) return
    scheduled = true
    queueMicrotask(() => {
      scheduled = false
      flushReady()
    })
  })
  .registerBehavior()

// The builder's type carries the one property; whoever uses the behavior takes any.
export const COMMON_BEHAVIOR = commonBehavior as unknown as glassEasel.GeneralBehavior
// Before any registration, as the adapter asks.
codeSpace.setOverallBehavior(COMMON_BEHAVIOR)
