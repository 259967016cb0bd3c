import { chooseLanguage, type Language } from './speak'

/** What somebody reads who chose this language, on the phone of the test or on none. */
export function inLanguage<T>(chosen: Language, say: () => T): T {
  const phone = Object.getOwnPropertyDescriptor(globalThis, 'wx')
  const keeps = { setStorageSync: () => undefined, removeStorageSync: () => undefined }
  Object.defineProperty(globalThis, 'wx', { configurable: true, value: { ...phone?.value, ...keeps } })
  chooseLanguage(chosen)
  try {
    return say()
  } finally {
    chooseLanguage(null)
    if (phone) Object.defineProperty(globalThis, 'wx', phone)
    else Reflect.deleteProperty(globalThis, 'wx')
  }
}

/** What readers of English read. */
export const inEnglish = <T>(say: () => T): T => inLanguage('en', say)
