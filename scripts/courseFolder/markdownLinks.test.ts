import { markdownLinks, replacePictures } from './markdownLinks'

test('links and pictures are found with their lines, but not in code', () => {
  const markdown = [
    '`![no](no.png)`',
    '',
    '```md',
    '![no](a.png)',
    '```',
    '',
    '- one [two](b.md)',
    '- ![three](a.png "four")',
    '',
    '> <img alt="x" src="c.png" width="20">',
    '',
    '| [five][5] |',
    '|---|',
    '| ![six](six.png) |',
    '',
    '[5]: five.md',
  ].join('\n')
  expect(markdownLinks(markdown).map(({ kind, to, line }) => [kind, to, line])).toEqual([
    ['link', 'b.md', 7],
    ['picture', 'a.png', 8],
    ['picture', 'c.png', 10],
    ['link', 'five.md', 12],
    ['picture', 'six.png', 14],
  ])
})

test('pictures get another address wherever it is written, and nothing else changes', () => {
  const markdown =
    '`![a](a.png)` ![a](a.png "a.png") [![b](b%20c.png)](b%20c.png)\n\n![d][1] ![e](https://e.cn/e.png)\n\n[1]: d.png\n'
  expect(replacePictures(markdown, (path) => (path === 'x.png' ? null : `cloud://${path.replace(' ', '_')}`))).toBe(
    '`![a](a.png)` ![a](cloud://a.png "a.png") [![b](cloud://b_c.png)](b%20c.png)\n\n![d](cloud://d.png) ![e](https://e.cn/e.png)\n\n[1]: d.png\n',
  )
})
