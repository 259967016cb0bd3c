/** Components that need no behaviour of their own: plain elements with a style. */
export const nativeNames = ['view', 'text', 'cover-view'] as const

/** Components with a behaviour, defined in this folder. */
export const behavedNames = [
  'image',
  'cover-image',
  'button',
  'input',
  'textarea',
  'form',
  'label',
  'checkbox',
  'checkbox-group',
  'radio',
  'radio-group',
  'switch',
  'slider',
  'progress',
  'icon',
  'scroll-view',
  'swiper',
  'swiper-item',
  'navigator',
  'picker',
  'rich-text',
  'video',
  'canvas',
  'web-view',
  'root-portal',
  'page-meta',
] as const

/** Every component that a page may use in the browser. The build refuses any other by name. */
export const builtInNames: readonly string[] = [...nativeNames, ...behavedNames]
