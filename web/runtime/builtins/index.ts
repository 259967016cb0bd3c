import type { Engine } from '../engine'
import { defineButton } from './button'
import { defineCheckbox, defineRadio, defineSwitch } from './choice'
import { defineForm, defineLabel } from './form'
import { defineIcon } from './icon'
import { defineCoverImage, defineImage } from './image'
import { defineInput, defineTextarea } from './input'
import { definePageMeta } from './pageMeta'
import { definePicker } from './picker'
import { defineRichText } from './richText'
import { defineScrollView } from './scrollView'
import { defineCanvas, defineNavigator, defineRootPortal, defineWebView } from './simple'
import { defineProgress, defineSlider } from './slider'
import { defineSwiper } from './swiper'
import { defineVideo } from './video'

export { builtInNames } from './names'

const definitions = [
  defineImage,
  defineCoverImage,
  defineButton,
  defineInput,
  defineTextarea,
  defineForm,
  defineLabel,
  defineCheckbox,
  defineRadio,
  defineSwitch,
  defineSlider,
  defineProgress,
  defineIcon,
  defineScrollView,
  defineSwiper,
  defineNavigator,
  definePicker,
  defineRichText,
  defineVideo,
  defineCanvas,
  defineWebView,
  defineRootPortal,
  definePageMeta,
]

/** Gives every component of the app WeChat's built-in components. */
export function registerBuiltIns(engine: Engine): void {
  for (const define of definitions) define(engine)
}
