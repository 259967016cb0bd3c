import * as z from 'zod'
import { contract } from './contract'

/** Every minute: letters that are to reach WeChat as well go out as subscribe messages, and a price that fell is told to those who wait for it. */
export const tellNews = contract({
  name: 'tellNews',
  access: 'timer',
  input: z.unknown(),
  output: z.object({
    /** Sent, refused by WeChat, and those nobody had a consent left for. */
    sent: z.int(),
    refused: z.int(),
    spared: z.int(),
    /** Letters about prices. */
    written: z.int(),
    failed: z.int(),
  }),
})
