import * as z from 'zod'
import { badParameter } from './errors'

export const EnvField = z.union([z.literal(0), z.literal(1)])

/** What every call about a person's money says. Whatever is not listed is refused. */
export const Fields = z.strictObject({ openid: z.string().min(1), env: EnvField })

/** Parses a call's body; the first fault becomes 268490002 with the field's name. */
export function parsed<Shape extends z.ZodType>(shape: Shape, body: unknown): z.output<Shape> {
  const result = shape.safeParse(body)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  const isExtra = issue?.code === 'unrecognized_keys'
  const field = [...(issue?.path ?? []), ...(isExtra ? issue.keys.slice(0, 1) : [])].join('.')
  throw badParameter(isExtra ? `未知字段[${field}]` : `字段[${field}]错误: ${issue?.message ?? ''}`)
}
