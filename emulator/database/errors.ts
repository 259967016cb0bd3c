import { CloudError } from '../wire'

/**
 * What the document database answers when it refuses. Codes: the error table of docs.cloudbase.net/error-code.
 * Texts: collected from public reports of real environments (named below), or marked "unverified".
 */

/** A collection nobody created. Text: public reports of errCode -502005. */
export const collectionMissing = (): CloudError =>
  new CloudError(
    'DATABASE_COLLECTION_NOT_EXIST',
    '[ResourceNotFound] Db or Table not exist. Please check your request, but if the problem cannot be solved, contact us.',
  )

/** A collection created twice. Code and text: public reports of `createCollection`. */
export const collectionExists = (): CloudError =>
  new CloudError(
    'DATABASE_COLLECTION_ALREADY_EXIST',
    '[ResourceUnavailable.ResourceExist] Table exist. Please check your request, but if the problem persists, contact us.',
  )

/**
 * MongoDB refused a write: CloudBase hands on the text of its Go driver. Wrapper and code as in public reports
 * ("Cannot create field 'fileID' in element …", "'$set' is empty …", "E11000 duplicate key error collection: tnt-…").
 */
export const writeRefused = (text: string): CloudError =>
  new CloudError(
    'DATABASE_REQUEST_FAILED',
    `[FailedOperation] multiple write errors: [{write errors: [{${text}}]}, {<nil>}]`,
  )

/** A second document with the same `_id` or the same value of a unique index. `tnt-desk` stands where reports show the tenant. */
export const duplicateKey = (collection: string, index: string, key: string): CloudError =>
  writeRefused(`E11000 duplicate key error collection: tnt-desk.${collection} index: ${index} dup key: ${key}`)

/** MongoDB refused a question (bad operand and the like). Code from reports, wrapper unverified, inner texts MongoDB's. */
export const badQuery = (text: string): CloudError =>
  new CloudError('DATABASE_REQUEST_FAILED', `[FailedOperation] ${text}`)

/** Something the real database may well do and this desk does not: refused by name, never guessed. */
export const notEmulated = (what: string): CloudError =>
  new CloudError('DATABASE_INVALID_OPERRATOR', `${what} is not emulated on this desk`)

/** A parameter that the action needs is missing or has the wrong shape. */
export const badParameter = (what: string): CloudError => new CloudError('INVALID_PARAM', what)

/** Another transaction wrote the document first. Code and text: the tests and README of `@cloudbase/node-sdk`, and public reports. */
export const transactionConflict = (): CloudError =>
  new CloudError(
    'DATABASE_TRANSACTION_CONFLICT',
    '[ResourceUnavailable.TransactionConflict] Transaction is conflict, maybe resource operated by others. Please check your request, but if the problem persists, contact us.',
  )

/**
 * The transaction was committed, rolled back, lost a conflict or outlived its time. Code and text: the tests of
 * `@cloudbase/node-sdk`. The cloud does not say which; the desk adds it behind.
 */
export const transactionGone = (why: string): CloudError =>
  new CloudError(
    'DATABASE_TRANSACTION_FAIL',
    `[ResourceUnavailable.TransactionNotExist] Transaction does not exist on the server, transaction must be commit or abort in 30 seconds. Please check your request, but if the problem persists, contact us. (${why})`,
  )

/**
 * Two operations of one transaction at the same time. Text: public reports, in which wx-server-sdk shows errCode -501001,
 * so the code is none of its table. Code: a report of `@cloudbase/node-sdk` 3.18.3 whose reads of one transaction overlapped.
 */
export const transactionBusy = (): CloudError =>
  new CloudError(
    'DATABASE_TRANSACTION_FAIL',
    '[ResourceUnavailable.TransactionBusy] Transaction is busy. Please check your request, but if the problem persists, contact us.',
  )
