import { linesOf } from './lines'

test('a line that begins with a hash and a space is a heading; empty lines are not drawn', () => {
  expect(linesOf('总则先说\n\n# 退款\r\n 七天内可退 \n#不是标题')).toEqual([
    { kind: 'words', text: '总则先说' },
    { kind: 'heading', text: '退款' },
    { kind: 'words', text: '七天内可退' },
    { kind: 'words', text: '#不是标题' },
  ])
})
