import { root } from './build'
import { devToolsBreaches } from './platformRules/devTools'
import { type Breach, type MiniProgram, readMiniProgram } from './platformRules/miniProgram'
import { privacyBreaches } from './platformRules/privacy'
import { buyingBreaches, consentBreaches, rewardBreaches } from './platformRules/sayings'
import {
  backgroundBreaches,
  categoryBreaches,
  interfaceBreaches,
  packageBreaches,
  sitemapBreaches,
} from './platformRules/surroundings'

/**
 * The rules of the platform that a machine can see, before a person at WeChat does. Ids are those of docs/operations.md.
 *
 * W1 pay sheets are opened in one place · W3 no talk of buying where nothing may be sold · W14 privacy is declared, in words,
 * and no more than is used · W15 avatar and nickname by their ability · W18 consent by a tap, three templates at most ·
 * W19 nothing for sharing · W21 categories · W22 packages and icons · W25 background audio · W27 no Alipay inside WeChat ·
 * sitemap · DevTools opens the folder as it is.
 */
const rules: ((it: MiniProgram) => Breach[])[] = [
  packageBreaches,
  privacyBreaches,
  buyingBreaches,
  rewardBreaches,
  consentBreaches,
  interfaceBreaches,
  backgroundBreaches,
  categoryBreaches,
  sitemapBreaches,
  devToolsBreaches,
]

export const platformBreaches = (it: MiniProgram): Breach[] => rules.flatMap((rule) => rule(it))

export const describeBreach = ({ rule, where, what }: Breach): string => `${rule} ${where}: ${what}`

if (require.main === module) {
  const found = platformBreaches(readMiniProgram(root))
  for (const breach of found) console.log(describeBreach(breach))
  if (found.length) process.exitCode = 1
}
