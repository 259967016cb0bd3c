import type { InvoiceView } from '../../../../core/contract/shapes'
import { EMPTY, FINE, formOf, type InvoiceForm, isFine, taxNoOf, wrongIn } from './form'

const MEI: InvoiceForm = { kind: 'person', title: '小梅', taxNo: '', email: 'mei@example.com' }
const COMPANY: InvoiceForm = { ...MEI, kind: 'company', title: '青禾书院有限公司', taxNo: '91310000MA1FL5XY3K' }

test('a person needs a name and an address, a company its tax number as well', () => {
  expect([wrongIn(MEI), wrongIn(COMPANY)]).toEqual([FINE, FINE])
  expect(wrongIn(EMPTY)).toEqual({ title: '写上你的名字', taxNo: '', email: '写上收发票的邮箱' })
  expect(wrongIn({ ...EMPTY, kind: 'company' })).toEqual({
    title: '写上公司全称,和营业执照上一样',
    taxNo: '写上企业税号,在营业执照上',
    email: '写上收发票的邮箱',
  })
  expect([isFine(FINE), isFine(wrongIn(EMPTY))]).toEqual([true, false])
})

test.each([
  ['91310000MA1FL5XY3', '企业税号是 15、18 或 20 位,现在是 17 位'],
  ['9131 0000 ma1f l5xy 3k', ''],
  ['91310000MA1FL5XY3😀', '税号里只有数字和字母'],
  ['123456789012345', ''],
])('the tax number %s: %s', (taxNo, words) => {
  expect(wrongIn({ ...COMPANY, taxNo }).taxNo).toBe(words)
})

test('a tax number is sent as the register writes it', () => {
  expect(taxNoOf('9131 0000 ma1f l5xy 3k')).toBe('91310000MA1FL5XY3K')
})

test.each(['mei', 'mei@', 'mei@example', 'mei@example.', 'mei @example.com', 'a@b.c,d@e.f'])(
  '%s is no address',
  (email) => {
    expect(wrongIn({ ...MEI, email }).email).toBe('邮箱是 mei@example.com 这样的')
  },
)

test('what was asked for comes back to be corrected', () => {
  const asked: Omit<InvoiceView, 'title' | 'taxNo' | 'email'> = {
    state: 'asked',
    fen: 1,
    askedAt: '2026-03-05T12:00:00Z',
    issuedAt: null,
    number: '',
    keptFen: 1,
    corrections: [],
  }
  expect(formOf({ ...asked, title: '小梅', taxNo: '', email: 'mei@example.com' })).toEqual(MEI)
  expect(formOf({ ...asked, title: '青禾', taxNo: '123456789012345', email: 'a@b.cn' }).kind).toBe('company')
})
