import * as z from 'zod'
import { contract } from './contract'

/** The school's subscribe-message templates: a course that opened, what became of an order, news of a course. */
export const TemplateKey = z.enum(['opened', 'service', 'news'])
export type TemplateKey = z.infer<typeof TemplateKey>

export const TemplateConsent = z.object({
  key: TemplateKey,
  /** WeChat's number of the template, for `wx.requestSubscribeMessage`. */
  templateId: z.string(),
  /** How many messages may still be sent, as far as we know: WeChat does not tell. */
  held: z.int().nonnegative(),
})
export type TemplateConsent = z.infer<typeof TemplateConsent>

/**
 * How many messages somebody lets the school send in WeChat: one consent is one message. `report` tells what WeChat's sheet was
 * answered; the same asking again counts once, and no more is believed than a person can tap.
 */
export const consents = contract({
  name: 'consents',
  access: 'learner',
  input: z.discriminatedUnion('action', [
    z.strictObject({ action: z.literal('look') }),
    z.strictObject({
      action: z.literal('report'),
      /** Made anew for each asking. */
      askId: z.string().min(8).max(40),
      accepted: z.array(TemplateKey).max(3),
    }),
  ]),
  output: z.object({ templates: z.array(TemplateConsent) }),
})
