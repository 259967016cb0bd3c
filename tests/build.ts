import { buildAll } from '../scripts/shop'

/** Jest's global setup: the functions and the shop as they are now, built once for every suite. */
export default buildAll
