import type { Input, Output } from '../contract'
import { TemplateKey } from '../contract/consents'
import type { Caller, Ports } from '../ports'
import { purses } from './purses'

type Needs = Pick<Ports, 'store' | 'clock' | 'shop'>

/** Only inside WeChat is anybody reached by WeChat: elsewhere the list is empty. */
export const consents =
  (ports: Needs) =>
  async ({ userId, openid }: Caller, input: Input<'consents'>): Promise<Output<'consents'>> => {
    if (!openid) return { templates: [] }
    const book = purses(ports)
    const { templates } = ports.shop
    const purse =
      input.action === 'report'
        ? await book.report(
            userId,
            { openid, askId: input.askId, accepted: input.accepted.filter((key) => templates[key]) },
            ports.clock.now(),
          )
        : await book.find(userId)
    return {
      templates: TemplateKey.options.flatMap((key) => {
        const templateId = templates[key]
        return templateId ? { key, templateId, held: purse?.held[key] ?? 0 } : []
      }),
    }
  }
