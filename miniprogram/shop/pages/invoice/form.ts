import type { InvoiceView } from '../../../../core/contract/shapes'
import { invoiceWords } from './words'

/** What somebody writes to get an invoice. */
export type InvoiceForm = { kind: 'person' | 'company'; title: string; taxNo: string; email: string }

/** What is wrong with each field, in words; '' where nothing is. */
export type Wrong = { title: string; taxNo: string; email: string }

export const EMPTY: InvoiceForm = { kind: 'person', title: '', taxNo: '', email: '' }
export const FINE: Wrong = { title: '', taxNo: '', email: '' }

/** How long a company's tax number may be: 18 signs, older ones 15 or 20. */
const TAX_LENGTHS = [15, 18, 20]
const LONGEST_TITLE = 100
const LONGEST_EMAIL = 100

/** Without the spaces that paper puts between the signs, in capitals. */
export const taxNoOf = (typed: string): string => typed.replace(/\s/g, '').toUpperCase()

function wrongTaxNo({ kind, taxNo }: InvoiceForm): string {
  if (kind === 'person') return ''
  const number = taxNoOf(taxNo)
  if (!number) return invoiceWords().needTaxNo
  if (/[^0-9A-Z]/.test(number)) return invoiceWords().taxSigns
  return TAX_LENGTHS.includes(number.length) ? '' : invoiceWords().taxLength(number.length)
}

export const wrongIn = (form: InvoiceForm): Wrong => {
  const title = form.title.trim()
  const email = form.email.trim()
  return {
    title: !title
      ? form.kind === 'person'
        ? invoiceWords().needName
        : invoiceWords().needCompany
      : title.length > LONGEST_TITLE
        ? invoiceWords().titleLength(LONGEST_TITLE)
        : '',
    taxNo: wrongTaxNo(form),
    email: !email
      ? invoiceWords().needEmail
      : email.length > LONGEST_EMAIL || !/^[^\s@,]+@[^\s@.,]+(\.[^\s@.,]+)+$/.test(email)
        ? invoiceWords().badEmail
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
