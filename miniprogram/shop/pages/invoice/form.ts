import type { InvoiceView } from '../../../../core/contract/shapes'

/** What somebody writes to get an invoice (发票). */
export type InvoiceForm = { kind: 'person' | 'company'; title: string; taxNo: string; email: string }

/** What is wrong with each field, in words; '' where nothing is. */
export type Wrong = { title: string; taxNo: string; email: string }

export const EMPTY: InvoiceForm = { kind: 'person', title: '', taxNo: '', email: '' }
export const FINE: Wrong = { title: '', taxNo: '', email: '' }

/** How long a company's tax number may be (统一社会信用代码 18, 旧税号 15 and 20). */
const TAX_LENGTHS = [15, 18, 20]
const LONGEST_TITLE = 100
const LONGEST_EMAIL = 100

/** Without the spaces that paper puts between the signs, in capitals. */
export const taxNoOf = (typed: string): string => typed.replace(/\s/g, '').toUpperCase()

function wrongTaxNo({ kind, taxNo }: InvoiceForm): string {
  if (kind === 'person') return ''
  const number = taxNoOf(taxNo)
  if (!number) return '写上企业税号,在营业执照上'
  if (/[^0-9A-Z]/.test(number)) return '税号里只有数字和字母'
  return TAX_LENGTHS.includes(number.length) ? '' : `企业税号是 15、18 或 20 位,现在是 ${number.length} 位`
}

export const wrongIn = (form: InvoiceForm): Wrong => {
  const title = form.title.trim()
  const email = form.email.trim()
  return {
    title: !title
      ? form.kind === 'person'
        ? '写上你的名字'
        : '写上公司全称,和营业执照上一样'
      : title.length > LONGEST_TITLE
        ? `抬头最多 ${LONGEST_TITLE} 个字`
        : '',
    taxNo: wrongTaxNo(form),
    email: !email
      ? '写上收发票的邮箱'
      : email.length > LONGEST_EMAIL || !/^[^\s@,]+@[^\s@.,]+(\.[^\s@.,]+)+$/.test(email)
        ? '邮箱是 mei@example.com 这样的'
        : '',
  }
}

export const isFine = ({ title, taxNo, email }: Wrong): boolean => !title && !taxNo && !email

/** What was asked for before, to be corrected. */
export const formOf = ({ title, taxNo, email }: InvoiceView): InvoiceForm => ({
  kind: taxNo ? 'company' : 'person',
  title,
  taxNo,
  email,
})
