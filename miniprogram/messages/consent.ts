import type { Output } from '../../core/contract'
import { call } from '../api/call'

type Template = Output<'consents'>['templates'][number]

/** Made anew for each asking, so that the cloud counts it once however often it is told. */
const askId = (): string => `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 12)}`

/** What WeChat's sheet was answered: it names each template it showed. */
const accepted = (answer: object, templates: Pick<Template, 'key' | 'templateId'>[]): Template['key'][] =>
  templates
    .filter(({ templateId }) => String((answer as Record<string, unknown>)[templateId]).startsWith('accept'))
    .map(({ key }) => key)

/** Tells the cloud behind somebody's back what a sheet was answered that a purchase showed; that it was not heard changes no purchase. */
export function noteConsent(answer: object, template: Pick<Template, 'key' | 'templateId'>): void {
  const yes = accepted(answer, [template])
  if (!yes.length) return
  call('consents', { action: 'report', askId: askId(), accepted: yes }).catch((error: unknown) =>
    console.info('a consent was not counted', error),
  )
}

/**
 * Opens WeChat's sheet for these templates and tells the cloud what was allowed. Only straight after a tap: WeChat refuses
 * otherwise. Rejects as WeChat does when the sheet could not be shown.
 */
export async function allowMore(templates: Template[]): Promise<Template[]> {
  // WeChat shows at most three on one sheet.
  const answer = await wx.requestSubscribeMessage({
    tmplIds: templates.slice(0, 3).map(({ templateId }) => templateId),
  })
  return (await call('consents', { action: 'report', askId: askId(), accepted: accepted(answer, templates) })).templates
}
