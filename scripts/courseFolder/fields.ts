import * as z from 'zod'

const missing = (name: string, what: string) => (issue: { input?: unknown }) =>
  issue.input === undefined ? `缺少 ${name}（${what}）` : `${name}（${what}）要写成一行文字`

/** What a thing of several fields says when it is none. */
export const NEEDS_FIELDS = '这里要写字段，一行一个「名字: 内容」'

/** One line of text that must be there; lengths as `editCourse` counts them. */
export const text = (name: string, what: string, max: number) =>
  z
    .string({ error: missing(name, what) })
    .trim()
    .min(1, `${name}（${what}）是空的`)
    .max(max, `${name}（${what}）最多 ${max} 个字`)

export const oneOf = <const T extends string>(name: string, what: string, words: readonly [T, ...T[]]) =>
  z.enum(words, {
    error: ({ input }) =>
      input === undefined ? `缺少 ${name}（${what}）` : `${name}（${what}）只能是 ${words.join('、')} 之一`,
  })

/** `true` or `false`, as written. */
export const yesNo = (name: string) => oneOf(name, '是或否', ['true', 'false']).transform((word) => word === 'true')

/** Yuan with at most two decimals, as fen. Worked on the written text: no rounding. 0 is a free course. */
export const price = z
  .string({ error: missing('price', '价格') })
  .trim()
  .transform((written, context) => {
    const problem = priceProblem(written)
    if (problem) context.addIssue({ code: 'custom', message: problem })
    const [yuan = '', cents = ''] = written.split('.')
    return Number(yuan) * 100 + Number(cents.padEnd(2, '0'))
  })

const MAX_YUAN = 100_000

function priceProblem(written: string): string | null {
  if (/^-[\d.]+$/.test(written)) return `price（价格）不能是负数：${written}`
  if (/^\d+\.\d{3,}$/.test(written)) return `price（价格）最多两位小数：${written}`
  if (!/^\d+(\.\d{1,2})?$/.test(written)) return `price（价格）要写成元，例如 9.9，免费写 0：${written || '现在是空的'}`
  if (Number(written) > MAX_YUAN) return `price（价格）最多 ${MAX_YUAN} 元：${written}`
  return null
}

/** Written with colons, the largest first. */
export const secondsOf = (written: string): number =>
  written.split(':').reduce((sum, part) => sum * 60 + Number(part), 0)

/** `95`, `1:35` or `1:02:30`, in seconds. */
export const duration = z
  .string({ error: 'duration（时长）要写成秒数或 分:秒' })
  .trim()
  .regex(/^(\d{1,6}(\.\d+)?|(\d{1,2}:)?\d{1,2}:[0-5]\d)$/, 'duration（时长）要写成秒数或 分:秒，例如 95 或 1:35')
  .transform(secondsOf)
  .refine((seconds) => seconds > 0 && seconds <= 360_000, 'duration（时长）要大于 0，不超过 100 小时')

export const tags = z
  .array(text('tags', '标签', 20), { error: 'tags（标签）要写成列表，例如 [国画, 入门]' })
  .max(10, 'tags（标签）最多 10 个')
