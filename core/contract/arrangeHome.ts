import * as z from 'zod'
import { browseCatalog } from './browseCatalog'
import { contract } from './contract'
import { Id } from './shapes'

const Title = z.string().trim().max(20)
const base = { id: z.string().regex(/^[a-z0-9-]{1,24}$/), title: Title, isShown: z.boolean() }

/** One block of the home page, as the shop owner arranged it. Without a title it has the one of its kind. */
export const HomeBlock = z.discriminatedUnion('kind', [
  /** Up to six courses, chosen; none chosen means those that are studied most. */
  z.strictObject({ ...base, kind: z.literal('banner'), courseIds: z.array(Id).max(6) }),
  z.strictObject({ ...base, kind: z.literal('categories') }),
  /** Where a returning learner goes on. */
  z.strictObject({ ...base, kind: z.literal('continue') }),
  /** Has its place; it is drawn once there are live lessons. */
  z.strictObject({ ...base, kind: z.literal('live') }),
  z.strictObject({ ...base, kind: z.literal('new') }),
  z.strictObject({ ...base, kind: z.literal('hot') }),
  z.strictObject({ ...base, kind: z.literal('free') }),
  z.strictObject({ ...base, kind: z.literal('forYou') }),
  z.strictObject({ ...base, kind: z.literal('category'), category: z.string().min(1).max(60) }),
  z.strictObject({
    ...base,
    kind: z.literal('text'),
    text: z.string().trim().max(300),
    pictureFileId: z
      .string()
      .regex(/^cloud:\/\/[^\s]+$/)
      .nullable(),
  }),
])
export type HomeBlock = z.infer<typeof HomeBlock>

const block = <K extends HomeBlock['kind']>(kind: K) => ({ id: kind.toLowerCase(), kind, title: '', isShown: true })

/** How a shop looks that said nothing. */
export const defaultBlocks: HomeBlock[] = [
  block('continue'),
  { ...block('banner'), courseIds: [] },
  block('categories'),
  block('live'),
  block('free'),
  block('forYou'),
  block('hot'),
  block('new'),
]

export const HomeSettings = z.strictObject({
  /** '' is the name the shop was set up with. */
  shopName: z.string().trim().max(20).default(''),
  /** The one accent colour, `#RRGGBB`; '' is the house's own. */
  blossom: z
    .string()
    .regex(/^(#[0-9A-Fa-f]{6})?$/)
    .default(''),
  blocks: z.array(HomeBlock).min(1).max(20).default(defaultBlocks),
  hotWords: z
    .strictObject({
      /** Shown first, whatever is searched for. */
      pinned: z.array(z.string().trim().min(1).max(20)).max(10).default([]),
      /** Never shown, also inside longer words. */
      hidden: z.array(z.string().trim().min(1).max(20)).max(200).default([]),
    })
    .prefault({}),
})
export type HomeSettings = z.infer<typeof HomeSettings>

const HomePage = browseCatalog.output.options[0]

/**
 * The office arranges the home page: its blocks in order, the shop's name and colour, and which searched words are shown. `preview` shows
 * how it would look and saves nothing; `picture` takes a picture for a block. Every change is kept with who made it.
 */
export const arrangeHome = contract({
  name: 'arrangeHome',
  access: 'editor',
  input: z.discriminatedUnion('action', [
    z.strictObject({ action: z.literal('look') }),
    z.strictObject({ action: z.literal('preview'), settings: HomeSettings }),
    /** `changedAt` is what `look` said: somebody else's newer change is not overwritten. */
    z.strictObject({ action: z.literal('save'), settings: HomeSettings, changedAt: z.string().nullable() }),
    z.strictObject({ action: z.literal('picture'), base64: z.base64().min(4).max(700_000) }),
  ]),
  output: z.discriminatedUnion('action', [
    z.object({
      action: z.enum(['look', 'save']),
      settings: HomeSettings,
      changedAt: z.string().nullable(),
      categories: z.array(z.object({ path: z.string(), name: z.string() })),
      pictures: z.array(z.object({ fileId: z.string(), url: z.string().nullable() })),
    }),
    z.object({ action: z.literal('preview'), page: HomePage }),
    z.object({ action: z.literal('picture'), fileId: z.string(), url: z.string().nullable() }),
  ]),
})
