import { marked } from './marked'

test('a text is cut where its marks stand', () => {
  expect(marked('春日水墨与墨', ['墨', '水墨'])).toEqual([
    { text: '春日', isMark: false },
    { text: '水墨', isMark: true },
    { text: '与', isMark: false },
    { text: '墨', isMark: true },
  ])
  expect(marked('Python (3)', ['python', '(3)']).map(({ isMark }) => isMark)).toEqual([true, false, true])
  expect(marked('茶', [])).toEqual([{ text: '茶', isMark: false }])
  expect(marked('', ['茶'])).toEqual([])
})
