import { randomUUID } from 'node:crypto'
import type { OpenApiAnswer, OpenApiArguments } from './envelope'

/** Words this desk takes for what WeChat would refuse, so that both answers can be seen. The real list is WeChat's secret. */
export const DEFAULT_RISKY_WORDS = ['赌博', '代考', '枪支']

/**
 * security.msgSecCheck. Version 2 answers a suggestion and a label (100 is normal, 20006 is crime); the old version
 * refuses with errcode 87014.
 */
export function checkText(args: OpenApiArguments, riskyWords: readonly string[]): OpenApiAnswer {
  const { content, version, openid, scene } = args
  if (typeof content !== 'string' || content === '') return { json: { errcode: 44002, errmsg: 'empty post data' } }
  // The docs: at most 2500 characters.
  if (content.length > 2500) return { json: { errcode: 45002, errmsg: 'content size out of limit' } }
  const word = riskyWords.find((risky) => content.includes(risky))
  if (Number(version) !== 2) {
    return { json: word ? { errcode: 87014, errmsg: 'risky content' } : { errcode: 0, errmsg: 'ok' } }
  }
  if (typeof openid !== 'string') return { json: { errcode: 40003, errmsg: 'invalid openid' } }
  if (![1, 2, 3, 4].includes(Number(scene))) return { json: { errcode: 40097, errmsg: 'invalid args' } }
  const result = word ? { suggest: 'risky', label: 20006 } : { suggest: 'pass', label: 100 }
  const detail = [{ strategy: 'keyword', errcode: 0, ...result, ...(word ? { keyword: word } : {}) }]
  return { json: { errcode: 0, errmsg: 'ok', result, detail, trace_id: randomUUID() } }
}
