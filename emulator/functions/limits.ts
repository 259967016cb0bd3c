/** https://cloud.tencent.com/document/product/583/35311 status 407: "The size of response exceeds the upper limit (6MB)". */
export const MAX_RESULT_BYTES = 6 * 1024 * 1024

/** Status 406 of the same table: "RequestTooLarge … 6 MB for sync request events". */
export const MAX_EVENT_BYTES = 6 * 1024 * 1024

/** The mini-program's own, smaller limit: wx-server-sdk's error table, -604001 "cloudfunction result size exceed limit (1MB)". */
export const MAX_CLIENT_RESULT_BYTES = 1024 * 1024

/** SCF gives the code this long to load before the first invocation (InitTimeout, default 65 s). */
export const LOAD_LIMIT_MS = 65_000

/** What a function gets whose function.json names none: the defaults of the WeChat cloud console. */
export const DEFAULT_TIMEOUT_SECONDS = 3
export const DEFAULT_MEMORY_MB = 256

/**
 * Node on a desk maps more shared pages than the slim runtime of the cloud; resident memory may exceed the function's
 * limit by this before the process is stopped. The heap itself is held to the limit exactly.
 */
export const RESIDENT_ALLOWANCE_MB = 96

/** Of one invocation's log this much is kept; the rest is counted, not stored. */
export const MAX_LOG_CHARACTERS = 50_000

/** The desk remembers this many invocations. They are for looking at, and are gone after a restart. */
export const INVOCATIONS_KEPT = 2_000

/** A process that nobody has called for this long is stopped. */
export const KEEP_WARM_MS = 10 * 60_000

/**
 * How many invocations run at once unless the desk is told otherwise; more wait their turn. Enough to keep every core busy while some
 * wait for the desk: each one more is one more process that must learn the same code before it is fast.
 */
export const defaultConcurrency = (cores: number): number => cores * 2

/**
 * So many processes are kept in all before the longest unused is stopped: enough that the functions of one shop all stay
 * warm, for a process stopped to make room is a cold start a moment later.
 */
export const PROCESSES_KEPT = 24
