/** Every way Xingtan refuses, by code. Clients must have words for each: their table does not compile without. */
export const errorCodes = [
  'BAD_INPUT',
  'NEED_LOGIN',
  'FORBIDDEN',
  'AGREEMENT_NEEDED',
  'AGREEMENT_CHANGED',
  'TOO_MANY_TRIES',
  'SIGN_IN_REFUSED',
  'SIGN_IN_DENIED',
  'SIGN_IN_OVER',
  'PROVIDER_UNAVAILABLE',
  'CODE_REFUSED',
  'WAY_NOT_HERE',
  'ADDRESS_REFUSED',
  'ADDRESS_TAKEN',
  'LAST_WAY_IN',
  'CLOSING_BLOCKED',
  'CLOSING_CHANGED',
  'COURSE_NOT_FOUND',
  'CATEGORY_NOT_FOUND',
  'CATEGORY_IN_USE',
  'TEACHER_NOT_FOUND',
  'COLOUR_TOO_PALE',
  'CHANGED_MEANWHILE',
  'LESSON_NOT_FOUND',
  'FILE_NOT_FOUND',
  'ORDER_NOT_FOUND',
  'CERTIFICATE_NOT_FOUND',
  'ALREADY_OWNED',
  'SOLD_OUT',
  'SEATS_HELD',
  'NOT_OWNED',
  'LESSON_NOT_OPENED',
  'NOTE_NOT_FOUND',
  'NOT_FINISHED',
  'NAME_NEEDED',
  'NAME_REFUSED',
  'PICTURE_REFUSED',
  'NOTICE_REFUSED',
  'BALANCE_TOO_LOW',
  'NO_WAY_TO_PAY',
  'PLAN_NOT_FOUND',
  'AMOUNT_NOT_OFFERED',
  'REFUND_NOT_POSSIBLE',
  'CODE_NOT_FOUND',
  'CODE_USED',
  'INVOICE_NOT_POSSIBLE',
  'WITHDRAWAL_NOT_POSSIBLE',
  'REVIEW_NOT_FOUND',
  'REVIEW_HIDDEN',
  'STUDY_FIRST',
  'WORDS_REFUSED',
  'ONLY_IN_WECHAT',
  'PAYMENT_REFUSED',
  'PAYMENT_UNAVAILABLE',
  'BUSY',
  'UNEXPECTED',
] as const

export type ErrorCode = (typeof errorCodes)[number]

/** What a refusal carries for the log and for choosing words; never secrets, never personal data. */
export type Facts = Record<string, string | number | boolean>

/** An expected refusal: a code for programs, facts for the log. The words for people live with the clients. */
export class AppError extends Error {
  constructor(
    readonly code: ErrorCode,
    readonly facts: Facts = {},
  ) {
    super(code)
    this.name = 'AppError'
  }
}
