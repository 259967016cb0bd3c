import * as z from 'zod'
import { settingsOf } from '../settingsOf'

/** A website application of QQ Connect (connect.qq.com). */
export const Qq = z.object({
  QQ_APP_ID: z.string().regex(/^\d{6,12}$/, 'is not an APP ID, such as 101234567'),
  QQ_APP_KEY: z.string().min(1),
  /** Where QQ answers; a desk puts itself there. */
  QQ_API: z.url().default('https://graph.qq.com'),
})
export type Qq = z.infer<typeof Qq>

/** A website application of Weibo's open platform (open.weibo.com). */
export const Weibo = z.object({
  WEIBO_APP_KEY: z.string().regex(/^\d{6,12}$/, 'is not an App Key, such as 1234567890'),
  WEIBO_APP_SECRET: z.string().min(1),
  WEIBO_API: z.url().default('https://api.weibo.com'),
})
export type Weibo = z.infer<typeof Weibo>

type Environment = Record<string, string | undefined>
export const qqSettings = (environment: Environment): Qq | null => settingsOf(environment, 'QQ_', Qq)
export const weiboSettings = (environment: Environment): Weibo | null => settingsOf(environment, 'WEIBO_', Weibo)
