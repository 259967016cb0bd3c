/** @jest-environment jsdom */
import { richNodes } from './richText'

const drawn = (nodes: unknown): string => {
  const box = document.createElement('div')
  box.append(...richNodes(nodes))
  return box.innerHTML
}

test('the words and shapes of an article stay', () => {
  const article = '<h2>题</h2><p class="lead" style="color: red">正文<strong>重</strong></p><ul><li>一</li></ul>'
  expect(drawn(article)).toBe(article)
})

test('the array form draws the same, with entities as their letters', () => {
  const nodes = [
    { name: 'p', attrs: { class: 'lead' }, children: [{ type: 'text', text: '1 &lt; 2 &amp; 3' }] },
    { name: 'img', attrs: { src: 'https://a.example/1.png', width: 20, alt: '图' } },
  ]
  expect(drawn(nodes)).toBe(
    '<p class="lead">1 &lt; 2 &amp; 3</p><img src="https://a.example/1.png" width="20" alt="图">',
  )
})

test.each([
  ['a script', '<p>a</p><script>alert(1)</script>', '<p>a</p>'],
  ['a handler', '<img src="https://a.example/1.png" onerror="alert(1)">', '<img src="https://a.example/1.png">'],
  ['a javascript link', '<a href="javascript:alert(1)">a</a>', '<a>a</a>'],
  ['a javascript picture', '<img src="java\nscript:alert(1)">', '<img>'],
  ['a picture that is a document', '<img src="data:image/svg+xml,<svg onload=alert(1)>">', '<img>'],
  ['a frame', '<iframe src="https://a.example"></iframe><b>b</b>', '<b>b</b>'],
  ['a drawing', '<svg onload="alert(1)"><script>alert(1)</script></svg>', ''],
  ['a form', '<form action="https://a.example"><input autofocus onfocus="alert(1)"></form>', ''],
  ['a style sheet', '<style>@import "https://a.example"</style><link rel="stylesheet" href="x">', ''],
  [
    'a style that loads',
    '<p style="color: red; background: url(https://a.example/t)">a</p>',
    '<p style="color: red">a</p>',
  ],
  ['an id that could shadow', '<p id="app-config" name="app">a</p>', '<p>a</p>'],
  ['a template', '<template><img src=x onerror=alert(1)></template>', ''],
  [
    'markup that mends itself',
    '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">',
    '<p></p><img src="1">"&gt;',
  ],
])('%s never survives', (_, html, left) => {
  expect(drawn(html)).toBe(left)
})

test('the array form is held to the same list', () => {
  const nodes = [
    { name: 'script', children: [{ type: 'text', text: 'alert(1)' }] },
    { name: 'IMG', attrs: { src: 'javascript:alert(1)', onerror: 'alert(1)', SRCSET: 'x' } },
    { name: 'constructor' },
    { type: 'text', text: '<img src=x onerror=alert(1)>' },
    'text',
    null,
  ]
  expect(drawn(nodes)).toBe('<img>&lt;img src=x onerror=alert(1)&gt;')
})
