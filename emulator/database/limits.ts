/** The cloud's numbers, each with its source. "Desk" marks a number of ours where the cloud names none. */

/** `get()` without a limit asks for 100 documents (`@cloudbase/database` 1.4.3, `query.js`). */
export const DEFAULT_LIMIT = 100

/** A server-side `get()` brings at most 1000 documents, more are silently not sent (docs.cloudbase.net/database/query, and the SDK clamps too). */
export const MAX_LIMIT = 1000

/** MongoDB's document limit, 16 MiB of BSON; measured here on the stored JSON text (mongodb.com/docs/manual/reference/limits). */
export const MAX_DOCUMENT_BYTES = 16 * 1024 * 1024

/** MongoDB's nesting limit (mongodb.com/docs/manual/reference/limits). */
export const MAX_NESTING = 100

/** MongoDB refuses to pad an array beyond this index (error "can't backfill more than 1500000 elements"). */
export const MAX_ARRAY_PADDING = 1_500_000

/** A transaction must end within 30 seconds (the cloud's own text, in the tests of `@cloudbase/node-sdk`). Machine time: moving the desk's clock ends none. */
export const TRANSACTION_LIFETIME_MS = 30_000

/** Desk: an operation keeps its transaction this long, so that one sent at the same time meets it and is refused as in the cloud. */
export const TRANSACTION_HOLD_MS = 1

/** Desk: how long a transaction may wait at the gate before it is let in although others still fight. */
export const GATE_PATIENCE_MS = 1_000

/** Desk: how long an ended transaction is remembered, so that its late commit or rollback gets a true answer. */
export const ENDED_TRANSACTIONS_KEPT = 1_000

/** Desk: an `$in` with more values than this is matched by reading, not by looking each one up. */
export const MAX_INDEX_POINTS = 1_000

/** Desk: operations kept in memory for the panel and the bench. */
export const OPERATIONS_KEPT = 5_000
