import type { DeskReply } from '../http'
import type { Person } from './grants'

const SIGNS: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const safe = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => SIGNS[sign] ?? '')

const style = (colour: string): string => `
  :root { color-scheme: light dark; --ink: #1f2329; --soft: #5c626b; --paper: #fff; --ground: #f4f6f9; --line: #d9dde3; }
  @media (prefers-color-scheme: dark) { :root { --ink: #e8eaed; --soft: #a9aeb6; --paper: #1e2126; --ground: #14161a; --line: #3a3f47; } }
  body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: var(--ground); color: var(--ink);
    font: 16px/1.6 system-ui, "PingFang SC", "Microsoft YaHei", sans-serif; }
  main { box-sizing: border-box; width: min(26rem, 100% - 2rem); padding: 2rem 1.5rem; border-radius: 1rem; background: var(--paper); text-align: center; }
  .desk { margin: 0 0 1.5rem; padding: .25rem .75rem; border-radius: .5rem; background: #fff3cd; color: #664d03; font-size: .875rem; }
  h1 { margin: 0; font-size: 1.25rem; font-weight: 600; }
  p { margin: .25rem 0 1.5rem; color: var(--soft); font-size: .875rem; }
  button { width: 100%; min-height: 3rem; margin-top: .5rem; padding: .5rem 1rem; border: 1px solid var(--line); border-radius: .5rem;
    background: none; color: var(--ink); font: inherit; cursor: pointer; }
  .yes { border-color: ${colour}; background: ${colour}; color: #fff; }
  .no { border: 0; color: var(--soft); }
  button:focus-visible { outline: 3px solid var(--ink); outline-offset: 2px; }`

/** What tells one provider's page from another's. `colour` carries white words (4.5 to 1). */
export type Manner = { name: string; colour: string }

const html = ({ name, colour }: Manner, title: string, body: string, status = 200): DeskReply => ({
  status,
  headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
  body: `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>${safe(title)}</title>
<style>${style(colour)}</style>
</head>
<body>
<main>
<p class="desk">${safe(name)}沙箱：这里的账号都不是真的</p>
${body}
</main>
</body>
</html>
`,
})

/** Asks whether the school may know who this is. `query` is the whole question, which the answer brings along and which is checked again. */
export function askPage(
  manner: Manner,
  { people, query, action }: { people: Person[]; query: string; action: string },
) {
  const buttons = people.map(
    ({ name, subject }) =>
      `<button class="yes" name="subject" value="${safe(subject)}">用「${safe(name)}」的${safe(manner.name)}登录</button>`,
  )
  return html(
    manner,
    `用${manner.name}登录`,
    `<h1>用${safe(manner.name)}登录学堂</h1>
<p>学堂会知道你是谁，拿不到你的好友和动态</p>
<form method="post" action="${safe(action)}">
<input type="hidden" name="query" value="${safe(query)}">
${buttons.join('\n')}
<button class="no" name="subject" value="">不同意</button>
</form>`,
  )
}

/** A question that is wrong is told to whoever stands in front of it, and never sent back: the address may be somebody else's. */
export const refusalPage = (manner: Manner, code: number, words: string): DeskReply =>
  html(manner, `${manner.name}没有接受`, `<h1>没有接受这个请求</h1>\n<p>${safe(words)}（${code}）</p>`, 400)
