import type * as z from 'zod'
import { browseCatalog } from './browseCatalog'
import { buyCourse } from './buyCourse'
import { checkOrder } from './checkOrder'
import { editCourse } from './editCourse'
import { issueCertificate } from './issueCertificate'
import { login } from './login'
import { myLearning } from './myLearning'
import { myOrders } from './myOrders'
import { payNotify } from './payNotify'
import { playLesson } from './playLesson'
import { recordProgress } from './recordProgress'
import { sweepOrders } from './sweepOrders'
import { updateProfile } from './updateProfile'
import { verifyCertificate } from './verifyCertificate'

/** The table of contents: every verb of Xingtan. */
export const contracts = {
  login,
  updateProfile,
  browseCatalog,
  buyCourse,
  checkOrder,
  myOrders,
  payNotify,
  sweepOrders,
  playLesson,
  recordProgress,
  myLearning,
  issueCertificate,
  verifyCertificate,
  editCourse,
}

export type Contracts = typeof contracts
export type Verb = keyof Contracts
export type Input<V extends Verb> = z.input<Contracts[V]['input']>
export type Output<V extends Verb> = z.output<Contracts[V]['output']>

/** What a cloud function answers. */
export type Answer<V extends Verb> =
  | { ok: true; data: Output<V> }
  | { ok: false; error: { code: import('./errors').ErrorCode; requestId: string; facts?: import('./errors').Facts } }
