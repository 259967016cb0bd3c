import { blocksOf, contentsOf } from './prose'

test('a picture on its own can be opened; its address is the real one', () => {
  const blocks = blocksOf(
    '<p>水</p>\n<p><img src="https://a.example/t.png?a=1&amp;b=2" alt="一&quot;杯&quot;"></p>\n<p>茶</p>',
  )
  expect(blocks).toEqual([
    { kind: 'words', html: '<p style="margin:0 0 1em;">水</p>' },
    { kind: 'picture', src: 'https://a.example/t.png?a=1&b=2', alt: '一"杯"' },
    { kind: 'words', html: '<p style="margin:0 0 1em;">茶</p>' },
  ])
})

test('a picture among words stays with them, no wider than the page', () => {
  expect(blocksOf('<p>看<img src="https://a.example/t.png" alt=""></p>')).toEqual([
    {
      kind: 'words',
      html: '<p style="margin:0 0 1em;">看<img style="max-width:100%;border-radius:8px;" src="https://a.example/t.png" alt=""></p>',
    },
  ])
})

test('text that only looks like a tag is left alone, and nothing makes nothing', () => {
  expect(blocksOf('<p>a &lt;p&gt; b</p>')).toEqual([
    { kind: 'words', html: '<p style="margin:0 0 1em;">a &lt;p&gt; b</p>' },
  ])
  expect(blocksOf('')).toEqual([])
})

test('paragraphs in a quotation stand closer', () => {
  expect(blocksOf('<blockquote>\n<p>清</p>\n</blockquote>')[0]).toMatchObject({
    html: expect.stringContaining('<p style="margin:.3em 0;">清</p>'),
  })
})

test('every paragraph stands alone, and what is inside of something stays in it', () => {
  const html = '<p>一</p>\n<ul>\n<li>二<p>三</p></li>\n</ul>\n<hr>\n<blockquote>\n<p>四</p>\n</blockquote>\n尾'
  expect(
    blocksOf(html).map((block) => (block.kind === 'words' ? block.html.replace(/ style="[^"]*"/g, '') : '')),
  ).toEqual(['<p>一</p>', '<ul>\n<li>二<p>三</p></li>\n</ul>', '<hr>', '<blockquote>\n<p>四</p>\n</blockquote>', '尾'])
})

test('a long article has a table of contents, a short one needs none', () => {
  const section = (name: string) => `<h2>${name}</h2>\n<p>…</p>\n`
  expect(contentsOf(blocksOf(['看', '听 <b>&amp;</b> 喝', '记'].map(section).join('')))).toEqual([
    { block: 0, text: '看', depth: 2 },
    { block: 2, text: '听 & 喝', depth: 2 },
    { block: 4, text: '记', depth: 2 },
  ])
  expect(contentsOf(blocksOf(section('看')))).toEqual([])
})
