import * as z from 'zod'
import { contract } from './contract'
import { CategoryView } from './shapes'

const Path = z.string().min(1).max(60)

/**
 * The office keeps the tree of categories: names, descriptions, what stands under what, and in which order. One that courses or others
 * stand in stays; an empty one can be put away.
 */
export const arrangeCategories = contract({
  name: 'arrangeCategories',
  access: 'editor',
  input: z.discriminatedUnion('action', [
    z.strictObject({ action: z.literal('look') }),
    z.strictObject({
      action: z.literal('save'),
      /** Null makes a new one under `parent`. */
      path: Path.nullable(),
      name: z
        .string()
        .trim()
        .min(1)
        .max(20)
        .regex(/^[^/]+$/),
      description: z.string().trim().max(100),
      parent: z.string().max(60),
    }),
    /** All that stand under one parent, in their new order. */
    z.strictObject({ action: z.literal('order'), paths: z.array(Path).min(1).max(100) }),
    z.strictObject({ action: z.literal('putAway'), path: Path }),
  ]),
  output: z.object({ categories: z.array(CategoryView) }),
})
