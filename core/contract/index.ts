import type * as z from 'zod'
import { account } from './account'
import { alipayNotify } from './alipayNotify'
import { approveWebLogin } from './approveWebLogin'
import { arrangeCategories } from './arrangeCategories'
import { arrangeHome } from './arrangeHome'
import { askInvoice } from './askInvoice'
import { askRefund } from './askRefund'
import { browseCatalog } from './browseCatalog'
import { buyCourse } from './buyCourse'
import { buyMembership } from './buyMembership'
import { cancelOrder } from './cancelOrder'
import { checkOrder } from './checkOrder'
import { complain } from './complain'
import { consents } from './consents'
import { editCourse } from './editCourse'
import { favourites } from './favourites'
import { inbox } from './inbox'
import { issueCertificate } from './issueCertificate'
import { issueInvoices } from './issueInvoices'
import { lessonFiles } from './lessonFiles'
import { login } from './login'
import { makeCodes } from './makeCodes'
import { moderate } from './moderate'
import { moneySettings } from './moneySettings'
import { myCertificates } from './myCertificates'
import { myLearning } from './myLearning'
import { myOrders } from './myOrders'
import { myWallet } from './myWallet'
import { notes } from './notes'
import { officeTerms } from './officeTerms'
import { payNotify } from './payNotify'
import { planStudy } from './planStudy'
import { playLesson } from './playLesson'
import { quotePrice } from './quotePrice'
import { reconcile } from './reconcile'
import { reconciliation } from './reconciliation'
import { recordProgress } from './recordProgress'
import { redeemCode } from './redeemCode'
import { reviewRefunds } from './reviewRefunds'
import { reviews } from './reviews'
import { schoolIncome } from './schoolIncome'
import { searchCourses } from './searchCourses'
import { sharing } from './sharing'
import { showMembership } from './showMembership'
import { sweepAccounts } from './sweepAccounts'
import { sweepOrders } from './sweepOrders'
import { teacherIncome } from './teacherIncome'
import { tellNews } from './tellNews'
import { tendShelf } from './tendShelf'
import { topUpWallet } from './topUpWallet'
import { updateProfile } from './updateProfile'
import { verifyCertificate } from './verifyCertificate'
import { virtualPayNotify } from './virtualPayNotify'
import { webLogin } from './webLogin'
import { withdraw } from './withdraw'

/** The table of contents: every verb of Xingtan. */
export const contracts = {
  login,
  webLogin,
  approveWebLogin,
  updateProfile,
  account,
  sweepAccounts,
  browseCatalog,
  searchCourses,
  quotePrice,
  buyCourse,
  buyMembership,
  topUpWallet,
  checkOrder,
  cancelOrder,
  myOrders,
  askRefund,
  reviewRefunds,
  payNotify,
  alipayNotify,
  virtualPayNotify,
  sweepOrders,
  myWallet,
  showMembership,
  redeemCode,
  makeCodes,
  askInvoice,
  issueInvoices,
  teacherIncome,
  schoolIncome,
  withdraw,
  reconcile,
  reconciliation,
  moneySettings,
  officeTerms,
  playLesson,
  lessonFiles,
  recordProgress,
  notes,
  myLearning,
  planStudy,
  issueCertificate,
  verifyCertificate,
  myCertificates,
  editCourse,
  reviews,
  complain,
  moderate,
  favourites,
  inbox,
  consents,
  tellNews,
  sharing,
  arrangeHome,
  arrangeCategories,
  tendShelf,
}

export type Contracts = typeof contracts
export type Verb = keyof Contracts
export type Input<V extends Verb> = z.input<Contracts[V]['input']>
export type Output<V extends Verb> = z.output<Contracts[V]['output']>

/** What a cloud function answers. */
export type Answer<V extends Verb> =
  | { ok: true; data: Output<V> }
  | { ok: false; error: { code: import('./errors').ErrorCode; requestId: string; facts?: import('./errors').Facts } }
