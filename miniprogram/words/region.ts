import type { Region } from '../../core/contract/reviewShapes'
import { language, tongues } from './speak'
import { toTraditional } from './traditional'

const words = tongues({
  zh: { from: (place: string) => `IP 属地 ${place}`, unknown: 'IP 属地未知' },
  en: { from: (place) => `IP:\u00a0${place}`, unknown: 'IP\u00a0unknown' },
})

/** Where somebody wrote from: IP 属地 浙江. */
export function regionWords(region: Region | null): string {
  if (!region) return words().unknown
  if (language() === 'en') return words().from(region.en)
  return words().from(language() === 'zh-Hant' ? toTraditional(region.zh) : region.zh)
}
