import { sayMistake } from './draft'
import { type Files, folderWith, PNG } from './fixtures/folders'
import { readCourseFolder } from './read'

const OPTIONS = { teacher: '林一', price: '0', category: '技术' }

const BOOK: Files = {
  'README.md': `# 写给孩子的**天文**

[![build](https://ci.example/badge.svg)](https://ci.example)

从月亮说起，走到银河。

![夜空](images/sky.png)

## 目录

1. [月亮](docs/moon.md)
2. [行星](docs/planets/README.md#top "八大行星")
   - [火星](<docs/planets/mars one.md>)
   - [又是火星](docs/planets/mars%20one.md)
3. [银河][galaxy]
4. [维基](https://zh.wikipedia.org/)

\`\`\`
[不是链接](nothing.md)
\`\`\`

## 参与

见 [CONTRIBUTING](CONTRIBUTING.md)。

[galaxy]: docs/galaxy.md
`,
  'CONTRIBUTING.md': '# 参与\n',
  'images/sky.png': PNG,
  'docs/moon.md': '---\nlayout: page\n---\n# 月亮为什么会变\n\n月相。\n\n![月](../images/sky.png)\n',
  'docs/planets/README.md': '行星\n====\n\n八颗。\n',
  'docs/planets/mars one.md': '没有标题的一章。\n',
  'docs/galaxy.md': '# 银河 `Milky Way`\r\n\r\n很多星。\r\n',
}

test('a README with a table of contents is a course, one file a lesson', async () => {
  const read = await readCourseFolder(await folderWith(BOOK, 'sky-book'), OPTIONS)
  const lesson = {
    kind: 'article',
    free: false,
    durationSeconds: 30,
    media: null,
    renditions: [],
    chapters: [],
    attachments: [],
  }
  expect(read).toEqual({
    course: {
      id: 'sky-book',
      title: '写给孩子的天文',
      summary: '从月亮说起，走到银河。',
      description:
        '[![build](https://ci.example/badge.svg)](https://ci.example)\n\n从月亮说起，走到银河。\n\n![夜空](images/sky.png)',
      audience: '',
      teacher: { name: '林一', bio: '' },
      priceFen: 0,
      category: '技术',
      tags: [],
      form: 'column',
      status: 'published',
      cover: null,
      lessons: [
        { ...lesson, id: 'docs-moon', title: '月亮为什么会变', article: '月相。\n\n![月](images/sky.png)' },
        { ...lesson, id: 'docs-planets-readme', title: '行星', article: '八颗。' },
        { ...lesson, id: 'docs-planets-mars-one', title: '火星', article: '没有标题的一章。' },
        { ...lesson, id: 'docs-galaxy', title: '银河 Milky Way', article: '很多星。' },
      ],
      quiz: [],
    },
    media: [{ path: 'images/sky.png', contentType: 'image/png', bytes: PNG.length }],
    attachments: [],
  })
})

test('a book says all its mistakes with file and line', async () => {
  const files = {
    ...BOOK,
    'README.md': '天文\n\n- [月亮](docs/moon.md)\n- [太阳](docs/sun.md)\n- [上面](../up.md)\n- [空](docs/empty.md)\n',
    'docs/moon.md': '---\nlayout: page\n---\n# 月亮\n\n![月](moon.png)\n',
    'docs/empty.md': '# 只有标题\n',
  }
  const read = await readCourseFolder(await folderWith(files), { teacher: '林一', price: '1.234' })
  expect('mistakes' in read && read.mistakes.map(sayMistake)).toEqual([
    'README.md：缺少 title（课程名）：请在 README 里写一个一级标题，或在命令行写 --title',
    'README.md：price（价格）最多两位小数：1.234：请在命令行写 --price',
    'README.md：缺少 category（分类）：请在命令行写 --category',
    'README.md 第 4 行：链接指向不存在的文件 docs/sun.md',
    'README.md 第 5 行：链接 ../up.md 到课程文件夹外面去了',
    'docs/empty.md：这节课没有正文',
    'docs/moon.md 第 6 行：找不到图片 moon.png',
  ])
})

test('without a section called contents every page linked is a lesson, but for those about the project', async () => {
  const files = {
    ...BOOK,
    'README.md': '# 天文\n\n[参与](CONTRIBUTING.md)\n\n| 章 |\n|---|\n| [月亮](docs/moon.md) |\n',
  }
  const read = await readCourseFolder(await folderWith(files), OPTIONS)
  expect('course' in read && read.course.lessons.map(({ title }) => title)).toEqual(['月亮为什么会变'])
})

test('a table of contents may stand in SUMMARY.md, and two files never share an id', async () => {
  const files = {
    'README.md': '# 天文\n\n一本小书。\n',
    'SUMMARY.md': '- [前言](README.md)\n- [月](a/b-c.md)\n- [日](a-b/c.md)\n',
    'a/b-c.md': '# 月\n\n月。\n',
    'a-b/c.md': '# 日\n\n日。\n',
  }
  const read = await readCourseFolder(await folderWith(files), OPTIONS)
  expect('course' in read && read.course.lessons.map(({ id, title }) => [id, title])).toEqual([
    ['readme', '天文'],
    ['a-b-c', '月'],
    ['a-b-c-4e84717d', '日'],
  ])
})

test('a README that leads nowhere is no book', async () => {
  const read = await readCourseFolder(await folderWith({ 'README.md': '# 空\n\n一句话。\n' }), OPTIONS)
  expect(read).toEqual({
    mistakes: [{ file: 'README.md', line: null, what: '目录里没有一个指向 .md 文件的链接，不知道有哪些课' }],
  })
})
