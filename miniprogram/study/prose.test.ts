import { blocksOf } from './prose'

test('a picture on its own can be opened; its address is the real one', () => {
  const blocks = blocksOf(
    '<p>水</p>\n<p><img src="https://a.example/t.png?a=1&amp;b=2" alt="一&quot;杯&quot;"></p>\n<p>茶</p>',
  )
  expect(blocks).toEqual([
    { kind: 'words', html: '<p style="margin:0 0 1em;">水</p>\n' },
    { kind: 'picture', src: 'https://a.example/t.png?a=1&b=2', alt: '一"杯"' },
    { kind: 'words', html: '\n<p style="margin:0 0 1em;">茶</p>' },
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
