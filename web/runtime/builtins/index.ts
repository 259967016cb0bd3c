import type { Engine } from '../engine'
import { defineButton } from './button'
import { defineForm, defineLabel } from './form'
import { defineImage } from './image'
import { defineInput, defineTextarea } from './input'
import { defineScrollView } from './scrollView'

export { builtInNames } from './names'

/** Gives every component of the app WeChat's built-in components. */
export function registerBuiltIns(engine: Engine): void {
  defineImage(engine)
  defineButton(engine)
  defineForm(engine)
  defineLabel(engine)
  defineInput(engine)
  defineTextarea(engine)
  defineScrollView(engine)
}
