import type { Page } from 'playwright-core'
import type { Desk } from '../../emulator/desk'
import { phone } from '../journeys/phone'
import type { openChromium } from './chromium'
import { look, says, top, visit } from './visit'

const PHONE = { look: '390-light', width: 390, height: 844, colorScheme: 'light' } as const

/** One person at the shop: their WeChat, and their screen, of which every picture is kept under `name`. */
export async function buyerAt(
  desk: Pick<Desk, 'url'>,
  browser: Awaited<ReturnType<typeof openChromium>>,
  { nickname, name, locale = 'zh-CN' }: { nickname: string; name: string; locale?: string },
) {
  const who = await phone(desk.url, nickname)
  const { userId } = await who.signIn()
  await who.call('updateProfile', { nickname })
  const { page, problems, close } = await visit(browser, who, { ...PHONE, locale })
  let step = 0
  return {
    ...who,
    who,
    userId,
    page,
    close,
    go: (path: string) => page.goto(`${desk.url}/#/${path}`),
    says: (words: string, ms?: number) => says(page, words, ms),
    tap: (selector: string) => top(page).locator(selector).first().click(),
    tapText: (words: string) => top(page).getByText(words, { exact: true }).first().click(),
    text: (selector: string) => top(page).locator(selector).first().innerText(),
    async shot(what: string) {
      step += 1
      await look(page, `${name}-${nickname}-${String(step).padStart(2, '0')}-${what}`)
    },
    /** Whatever went wrong unnoticed is told at the end. */
    async leave() {
      expect(problems).toEqual([])
      await close()
    },
  }
}
export type Buyer = Awaited<ReturnType<typeof buyerAt>>

/** WeChat asks whether the shop may send one message; then its pay sheet is answered. */
export async function answerSheets(page: Page, answer: '确认支付' | '取消'): Promise<void> {
  await page.getByText('允许', { exact: true }).click()
  await page.getByText(answer, { exact: true }).click()
}
