import { createHash } from 'node:crypto'

// What the page does. It asks for everything; nothing is written into it, so nothing of an order can become markup.
const SCRIPT = `
'use strict'
const search = new URLSearchParams(location.search)
const isH5 = location.pathname.endsWith('/h5')
const ticket = isH5
  ? { prepay_id: search.get('prepay_id') || '', package: search.get('package') || '' }
  : { pr: search.get('pr') || '' }
const sheet = document.querySelector('main')

const make = (tag, className, words) => {
  const element = document.createElement(tag)
  element.className = className
  if (words) element.textContent = words
  return element
}
const button = (className, words, act) => {
  const element = make('button', className, words)
  element.type = 'button'
  element.onclick = act
  return element
}
const show = (...parts) => sheet.replaceChildren(make('p', 'sandbox', '沙箱支付，不会真实扣款'), ...parts)
const fact = (name, words) => {
  const row = make('div', 'fact')
  row.append(make('span', 'name', name), make('span', 'words', words))
  return row
}
const waiting = (words) => {
  const box = make('div', 'waiting')
  box.append(make('div', 'spinner'), make('p', '', words))
  return box
}
async function ask(path, body, session) {
  const headers = { 'content-type': 'application/json', ...(session ? { 'x-wechat-session': session } : {}) }
  const reply = await fetch(path, body ? { method: 'POST', headers, body: JSON.stringify(body) } : { headers })
  const told = await reply.json().catch(() => ({}))
  if (!reply.ok) throw new Error(told.message || '现在付不了，请稍后再试')
  return told
}

/** Back to the shop, which looks for itself whether it was paid. Only to a page: an address can hold a program. */
function leave() {
  const back = search.get('redirect_url')
  if (isH5 && back && /^https?:$/.test(new URL(back, location.href).protocol)) location.assign(back)
  else show(make('p', 'title', '已离开付款页'), make('p', 'quiet', '没有付款。可以关掉这一页，回到刚才的页面。'))
}
function refuse(error) {
  const words = error instanceof TypeError ? '网络断了，请看看订单再决定是否重付' : error.message
  const why = make('p', 'refusal', words)
  why.setAttribute('role', 'alert')
  show(make('p', 'title', '没有付款成功'), why, ...(isH5 ? [button('main', '返回商家', leave)] : []))
}
async function pay(openid) {
  show(waiting('正在付款'))
  try {
    const { session } = await ask('/wechat/session', { openid })
    await ask('/wechatPay/web/confirm', ticket, session)
    const done = make('div', 'done')
    done.setAttribute('role', 'status')
    done.append(make('div', 'tick'), make('p', '', '支付成功'))
    show(done, ...(isH5 ? [] : [make('p', 'quiet', '可以关掉这一页，回到刚才的页面。')]))
    if (isH5) setTimeout(leave, 700)
  } catch (error) {
    refuse(error)
  }
}
function people(accounts) {
  const box = make('fieldset', 'people')
  box.append(make('legend', '', '用谁的微信付'))
  accounts.forEach(({ openid, nickname }, place) => {
    const row = make('label', 'person')
    const choice = make('input', '')
    choice.type = 'radio'
    choice.name = 'person'
    choice.value = openid
    choice.checked = place === 0
    row.append(choice, make('span', '', nickname))
    box.append(row)
  })
  return box
}
async function begin() {
  show(waiting('正在核对账单'))
  try {
    const [bill, { accounts }] = await Promise.all([ask('/wechatPay/web', ticket), ask('/wechat/accounts')])
    const until = new Date(bill.expiresAt).toLocaleString('zh-CN', { timeZone: 'Asia/Shanghai', hour12: false })
    const amount = '¥' + (bill.fen / 100).toFixed(2)
    show(
      make('p', 'merchant', bill.merchantName),
      make('p', 'amount', amount),
      fact('商品', bill.description),
      fact('商户单号', bill.outTradeNo),
      fact('请在此前付款', until),
      people(accounts),
      button('main', '确认支付', () => void pay(sheet.querySelector('input:checked').value)),
      button('second', '取消', leave),
    )
  } catch (error) {
    refuse(error)
  }
}
void begin()
`

// The colours of the sheets in the browser client.
const STYLE = `
:root { --ink: #1f1b16; --quiet: #6b635a; --line: #e9e2d8; --ground: #fbf8f3; --sheet: #fff; --wash: #fbede4; --main: #c44d16; --on-main: #fff; --bad: #b3261e; --good: #3f6b45; color-scheme: light dark; }
@media (prefers-color-scheme: dark) { :root { --ink: #efe9e0; --quiet: #a79e92; --line: #332d26; --ground: #14120f; --sheet: #221e19; --wash: #33241a; --main: #ff9a66; --on-main: #14120f; --bad: #ff8a80; --good: #8fc79a; } }
* { box-sizing: border-box; margin: 0; }
body { min-height: 100vh; padding: 24px 16px; font: 16px/1.6 system-ui, 'PingFang SC', 'Microsoft YaHei', sans-serif; color: var(--ink); background: var(--ground); }
main { max-width: 420px; margin: 0 auto; padding: 20px; border: 1px solid var(--line); border-radius: 16px; text-align: center; background: var(--sheet); }
.sandbox { margin-bottom: 16px; padding: 8px 12px; border-radius: 8px; font-size: 14px; background: var(--wash); }
.merchant, .quiet, .name { color: var(--quiet); }
.amount { margin: 4px 0 16px; font-size: 40px; font-weight: 600; line-height: 1.2; font-variant-numeric: tabular-nums; }
.fact { display: flex; gap: 16px; padding: 10px 0; border-top: 1px solid var(--line); font-size: 15px; }
.name { flex: none; }
.words { flex: 1; text-align: right; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
.people { margin-top: 8px; padding: 8px 0; border: 0; border-top: 1px solid var(--line); text-align: left; }
.people legend { float: left; width: 100%; padding: 2px 0; font-size: 15px; color: var(--quiet); }
.person { display: flex; clear: both; gap: 10px; align-items: center; min-height: 44px; }
.person input { width: 20px; height: 20px; accent-color: var(--main); }
button { display: block; width: 100%; min-height: 48px; margin-top: 12px; border: 0; border-radius: 8px; font: inherit; font-weight: 500; }
.main { color: var(--on-main); background: var(--main); }
.second { margin-top: 4px; color: var(--quiet); background: none; }
button:focus-visible, input:focus-visible { outline: 2px solid var(--main); outline-offset: 2px; }
.title { font-size: 18px; font-weight: 600; }
.refusal { padding: 8px 0 12px; color: var(--bad); }
.waiting, .done { padding: 32px 0; color: var(--quiet); }
.spinner { width: 32px; height: 32px; margin: 0 auto 12px; border: 3px solid currentColor; border-right-color: transparent; border-radius: 50%; animation: turn 1s linear infinite; }
.tick { width: 14px; height: 26px; margin: 0 auto 12px; border: solid var(--good); border-width: 0 3px 3px 0; transform: rotate(45deg); }
@keyframes turn { to { transform: rotate(1turn); } }
@media (prefers-reduced-motion: reduce) { .spinner { animation: none; } }
`

/** Where an order is paid outside the mini-program: like WeChat's own sheet, and never to be taken for it. */
export const WEB_PAGE = `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>微信支付（沙箱）</title>
<style>${STYLE}</style>
</head>
<body>
<main aria-live="polite"></main>
<noscript><p>这一页需要 JavaScript。</p></noscript>
<script>${SCRIPT}</script>
</body>
</html>
`

/** Nothing runs here but the page's own program, and it speaks to this desk only. */
export const WEB_PAGE_POLICY = [
  "default-src 'none'",
  "connect-src 'self'",
  "style-src 'unsafe-inline'",
  `script-src 'sha256-${createHash('sha256').update(SCRIPT).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')
