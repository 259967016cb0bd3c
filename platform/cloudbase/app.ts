import tcb from '@cloudbase/node-sdk'

/** The SDK, set up for the environment this function runs in. Loading it is most of a cold start, so it happens once. */
export const app = tcb.init({ env: tcb.SYMBOL_CURRENT_ENV })
