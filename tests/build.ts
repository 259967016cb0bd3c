import { buildFunctions } from '../scripts/build'
import { built } from '../scripts/shop'

/** Jest's global setup: the functions as they are now, bundled once for every suite. */
export default async function build(): Promise<void> {
  await buildFunctions(built.functions)
}
