import { sealColumns } from './ornaments'
import { breakLines, fitText, printable } from './wording'

/** Chinese characters are one wide, everything else half. */
const width = (text: string) => [...text].reduce((sum, character) => sum + (character > '\u2fff' ? 1 : 0.5), 0)

test.each([
  ['林晓梅', '林晓梅'],
  ['  林 \n 晓梅 ', '林 晓梅'],
  ['🐍Python🐍 入门', 'Python 入门'],
  ['1️⃣ 第一课 ©杏坛™', '1 第一课 ©杏坛™'],
  ['e\u0301lan', 'élan'],
  ['\u202e梅\u0000\ud83c', '梅'],
  ['🌸', '无名'],
])('%j is printed as %j', (given, printed) => {
  expect(printable(given, '无名')).toBe(printed)
})

test.each([
  ['closing marks do not begin a line', '学而时习之，不亦说乎', 5, ['学而时习', '之，不亦说', '乎']],
  ['opening marks do not end a line', '他们都读《论语》', 5, ['他们都读', '《论语》']],
  ['Latin words stay whole', '用 Python 写字', 4, ['用', 'Python', '写字']],
  ['a word wider than the line is broken where it must be', 'abcdefghijkl', 3, ['abcdef', 'ghijkl']],
  ['nothing gives no line', '', 5, []],
])('%s', (_, text, limit, lines) => {
  expect(breakLines(text, limit, width)).toEqual(lines)
})

test('type shrinks before it wraps further, and is cut only at the smallest size', () => {
  const sizes = [
    { size: 20, lines: 1 },
    { size: 10, lines: 2 },
  ]
  const measureAt = (size: number) => (text: string) => width(text) * size
  expect(fitText('四个字儿', 80, sizes, measureAt)).toEqual({ size: 20, lines: ['四个字儿'] })
  expect(fitText('一共有九个汉字呀', 80, sizes, measureAt)).toEqual({ size: 10, lines: ['一共有九个汉字呀'] })
  expect(fitText('字'.repeat(30), 80, sizes, measureAt)).toEqual({
    size: 10,
    lines: ['字'.repeat(8), `${'字'.repeat(7)}…`],
  })
})

test.each([
  [
    '杏坛',
    [
      ['杏', '坛'],
      ['之', '印'],
    ],
  ],
  [
    '三味屋',
    [
      ['三', '味'],
      ['屋', '印'],
    ],
  ],
  [
    '晨光书院',
    [
      ['晨', '光'],
      ['书', '院'],
    ],
  ],
  [
    '杏坛公开课',
    [
      ['杏', '坛', '公'],
      ['开', '课', '印'],
    ],
  ],
  [
    '江南水乡手工学堂',
    [
      ['江', '南', '水'],
      ['乡', '手', '工'],
      ['学', '堂', '印'],
    ],
  ],
  [
    'Spring River',
    [
      ['结', '业'],
      ['之', '印'],
    ],
  ],
])('the seal of %s reads in columns from the right', (school, columns) => {
  expect(sealColumns(school)).toEqual(columns)
})
