import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { SHOTS } from './chromium'

/** What stands beside each picture (`keepShot` in visit.ts). */
export type Shot = {
  name: string
  /** The mini-program's page it shows; '' for what is none of them. */
  page: string
  width: number
  scheme: 'light' | 'dark'
  language: string
  isLarge: boolean
}

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign)

/** `states-390-light-home-failed` is the state `home-failed`: what the picture's own facts say already is left out. */
export const stateOf = ({ name }: Shot): string =>
  name.replace(/^(states|sheet)-/, '').replace(/\b(320|390|430|768|1280)-(light|dark|large|english|traditional)-/, '')

const picture = (shot: Shot): string => {
  const { name, width, scheme, language, isLarge } = shot
  const type = isLarge ? 'large' : 'standard'
  const facts = [width, scheme, ...(isLarge ? ['large type'] : []), ...(language === 'zh-Hans' ? [] : [language])]
  return `<figure data-width="${width}" data-scheme="${scheme}" data-type="${type}" data-language="${escaped(language)}"><a href="${encodeURIComponent(name)}.png"><img loading="lazy" src="${encodeURIComponent(name)}.png" alt=""></a><figcaption>${escaped(stateOf(shot))}<small>${facts.join(' · ')}</small></figcaption></figure>`
}

const filter = (name: string, values: string[]): string =>
  `<label>${name} <select data-filter="${name}"><option value="">all</option>${values.map((value) => `<option>${escaped(value)}</option>`).join('')}</select></label>`

/** The sheet of all pictures: by page, to be filtered by width, scheme, size of type, language and words of their names. */
export function sheetOf(shots: Shot[], pages: string[]): string {
  const unseen = pages.filter((page) => !shots.some((shot) => shot.page === page))
  const groups = [...pages, ...new Set(shots.map(({ page }) => page).filter((page) => !pages.includes(page)))]
  const values = (of: (shot: Shot) => string | number) => [...new Set(shots.map(of))].sort().map(String)
  const section = (page: string): string => {
    const own = shots.filter((shot) => shot.page === page)
    if (!own.length) return ''
    const sorted = own.sort((a, b) => stateOf(a).localeCompare(stateOf(b)) || a.width - b.width)
    return `<section><h2>${escaped(page || 'beside the pages')} <small>${own.length}</small></h2><div class="row">${sorted.map(picture).join('')}</div></section>`
  }
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Every page in every state</title>
<style>
body { margin: 0; padding: 24px; background: #f4f1ec; color: #1f1b16; font: 15px/1.5 system-ui, sans-serif; }
header { position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; gap: 16px; align-items: center; margin: -24px -24px 0; padding: 12px 24px; background: #fffc; backdrop-filter: blur(12px); }
h1 { margin: 0; font-size: 18px; }
h2 { margin: 32px 0 8px; font-size: 16px; }
small { color: #6b635a; font-weight: 400; }
.row { display: flex; flex-wrap: wrap; gap: 16px; align-items: flex-start; }
figure { margin: 0; width: 230px; }
figure[data-width="1280"], figure[data-width="768"] { width: 480px; }
img { width: 100%; border: 1px solid #e0d8cc; border-radius: 8px; background: #fff; }
figcaption small { display: block; }
.unseen { color: #b3261e; }
[hidden] { display: none; }
</style>
<header><h1>${shots.length} pictures, ${groups.length - unseen.length} pages</h1>
${filter(
  'width',
  values(({ width }) => width),
)}${filter(
  'scheme',
  values(({ scheme }) => scheme),
)}${filter('type', ['standard', 'large'])}${filter(
  'language',
  values(({ language }) => language),
)}
<label>words <input type="search" data-words placeholder="home-failed"></label></header>
${unseen.length ? `<p class="unseen">No picture of: ${unseen.map(escaped).join(', ')}</p>` : ''}
${groups.map(section).join('\n')}
<script>
const filters = [...document.querySelectorAll('[data-filter]')], words = document.querySelector('[data-words]')
const show = () => {
  for (const figure of document.querySelectorAll('figure'))
    figure.hidden = filters.some(({ dataset, value }) => value && figure.dataset[dataset.filter] !== value) || !figure.textContent.includes(words.value.trim())
  for (const section of document.querySelectorAll('section')) section.hidden = !section.querySelector('figure:not([hidden])')
}
for (const one of [...filters, words]) one.addEventListener('input', show)
</script>
</html>
`
}

/** Writes shots/index.html over everything that browser tests have left there. Jest calls it when all suites are done. */
export default function writeSheet(): void {
  if (!existsSync(SHOTS)) return
  const facts = readdirSync(SHOTS).filter((file) => file.endsWith('.json'))
  if (!facts.length) return
  const shots = facts
    .map((file) => JSON.parse(readFileSync(join(SHOTS, file), 'utf8')) as Shot)
    .filter(({ name }) => existsSync(join(SHOTS, `${name}.png`)))
  const app = JSON.parse(readFileSync(join(__dirname, '../../miniprogram/app.json'), 'utf8')) as {
    pages: string[]
    subPackages?: { root: string; pages: string[] }[]
  }
  const pages = [
    ...app.pages,
    ...(app.subPackages ?? []).flatMap(({ root, pages: own }) => own.map((page) => `${root}/${page}`)),
  ]
  writeFileSync(join(SHOTS, 'index.html'), sheetOf(shots, pages))
}
