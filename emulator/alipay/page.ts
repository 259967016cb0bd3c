import { chinaTime } from './chinaTime'
import type { Trade } from './trades'
import { yuanOf } from './yuan'

const SIGNS: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const safe = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => SIGNS[sign] ?? '')

const STYLE = `
  :root { color-scheme: light dark; --ink: #1f2329; --soft: #646a73; --paper: #fff; --ground: #f4f6f9; --blue: #1677ff; }
  @media (prefers-color-scheme: dark) { :root { --ink: #e8eaed; --soft: #a1a6ad; --paper: #1e2126; --ground: #14161a; } }
  body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: var(--ground); color: var(--ink);
    font: 16px/1.6 system-ui, "PingFang SC", "Microsoft YaHei", sans-serif; }
  main { box-sizing: border-box; width: min(26rem, 100% - 2rem); padding: 2rem 1.5rem; border-radius: 1rem;
    background: var(--paper); text-align: center; }
  .desk { margin: 0 0 1.5rem; padding: .25rem .75rem; border-radius: .5rem; background: #fff3cd; color: #664d03;
    font-size: .875rem; }
  h1 { margin: 0; font-size: 1rem; font-weight: 500; }
  .amount { margin: .5rem 0 1rem; font-size: 2.5rem; font-weight: 600; font-variant-numeric: tabular-nums; }
  dl { display: grid; grid-template-columns: auto 1fr; gap: .25rem 1rem; margin: 0 0 1.5rem; text-align: left;
    font-size: .875rem; }
  dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; text-align: right; }
  button { width: 100%; padding: .75rem; border: 0; border-radius: .5rem; font: inherit; cursor: pointer; }
  .pay { background: var(--blue); color: #fff; } .leave { margin-top: .5rem; background: none; color: var(--soft); }
  button:focus-visible { outline: 3px solid var(--ink); outline-offset: 2px; }`

const page = (title: string, body: string): string => `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${safe(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<p class="desk">支付宝沙箱：这里不会动真的钱</p>
${body}
</main>
</body>
</html>
`

/** The bill, with a button to pay and one to leave. `order` is the whole signed address, which both bring along. */
export function billPage({ sellerName, trade, order }: { sellerName: string; trade: Trade; order: string }): string {
  const kept = `<input type="hidden" name="order" value="${safe(order)}">`
  return page(
    `付款给${sellerName}`,
    `<h1>付款给${safe(sellerName)}</h1>
<p class="amount">￥${yuanOf(trade.fen)}</p>
<dl>
<dt>商品</dt><dd>${safe(trade.subject)}</dd>
<dt>订单号</dt><dd>${safe(trade.outTradeNo)}</dd>
<dt>请在此前付款</dt><dd>${chinaTime(trade.expiresAt)}</dd>
</dl>
<form method="post" action="/alipay/cashier/confirm">${kept}<button class="pay">确认付款</button></form>
<form method="post" action="/alipay/cashier/leave">${kept}<button class="leave">取消</button></form>`,
  )
}

/** Why nobody can pay here now. */
export const refusalPage = (code: string, words: string): string =>
  page('不能付款', `<h1>${safe(words)}</h1>\n<p><small>${safe(code)}</small></p>`)

/** Where a buyer ends whose shop named no way back. */
export const thanksPage = (trade: Trade): string =>
  page('付款成功', `<h1>付款成功</h1>\n<p class="amount">￥${yuanOf(trade.fen)}</p>\n<p>${safe(trade.subject)}</p>`)
