import type { Engine } from '../engine'
import { builtIn } from './define'

/** `page-meta`: `page-style` is the style of the page's own element, over its style sheets. Its other properties are refused by name. */
export function definePageMeta(engine: Engine): void {
  const refused = ['rootFontSize', 'pageFontSize', 'backgroundColor', 'backgroundTextStyle', 'scrollTop'] as const
  const properties = {
    pageStyle: String,
    rootFontSize: String,
    pageFontSize: String,
    backgroundColor: String,
    backgroundTextStyle: String,
    scrollTop: String,
  }
  builtIn(engine, 'page-meta', properties, (_component, host) => ({
    draw(values) {
      for (const name of refused)
        if (values[name]) throw new Error(`page-meta's ${name} is not part of the browser client; only page-style is`)
      host.closest<HTMLElement>('wx-page')?.setAttribute('style', engine.inlineStyle(values.pageStyle))
    },
  }))
}
