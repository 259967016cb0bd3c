/** What the learner is told that asks to be let in: the words of `Device` in core/contract/webLogin.ts. */
export type Device = {
  system: 'windows' | 'mac' | 'linux' | 'android' | 'ios' | 'other'
  browser: 'chrome' | 'edge' | 'safari' | 'firefox' | 'other'
}

type Rules<Word> = readonly (readonly [RegExp, Word])[]

/** The first that fits: an Android also says Linux, an iPhone also says Mac OS X. */
const systems: Rules<Device['system']> = [
  [/Android/, 'android'],
  [/iPhone|iPad|iPod/, 'ios'],
  [/Windows/, 'windows'],
  [/Macintosh|Mac OS X/, 'mac'],
  [/Linux|X11/, 'linux'],
]
/** Edge also says Chrome, Chrome also says Safari. */
const browsers: Rules<Device['browser']> = [
  [/Edg(e|A|iOS)?\//, 'edge'],
  [/Firefox\/|FxiOS\//, 'firefox'],
  [/Chrome\/|CriOS\//, 'chrome'],
  [/Safari\//, 'safari'],
]

const wordFor = <Word>(rules: Rules<Word>, text: string): Word | undefined =>
  rules.find(([sign]) => sign.test(text))?.[1]

/** What this browser runs on, by its own word (`navigator.userAgent`). */
export const deviceOf = (userAgent: string): Device => ({
  system: wordFor(systems, userAgent) ?? 'other',
  browser: wordFor(browsers, userAgent) ?? 'other',
})
