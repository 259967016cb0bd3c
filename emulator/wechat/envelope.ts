import { CloudError } from '../wire'
import { decodeFields, encodeFields, type Field } from './protobuf'

/**
 * The envelope of `cloud.openapi`, taken from a recorded call:
 * CommApiData { 1 apiType, 2 openapiData { 1 repeated pairs { 1 key, 2 value, 3 contenttype, 4 filename } } }
 * CommOpenApiResp { 1 respData, 2 contentType, 3 errorCode, 4 httpCode }
 */
export type OpenApiArguments = Record<string, unknown>

const bytesOf = (fields: Field[], number: number): Buffer | undefined => {
  const value = fields.find((field) => field.number === number)?.value
  return Buffer.isBuffer(value) ? value : undefined
}

function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    throw new CloudError('INVALID_PARAM', 'an openapi argument is not JSON')
  }
}

/** The arguments of an openapi call, names in snake_case; each travels as JSON, a file (a pair with a file name) as bytes. */
export function openApiArguments(requestData: Buffer): OpenApiArguments {
  const openapiData = bytesOf(decodeFields(requestData), 2)
  if (!openapiData) return {}
  const pairs = decodeFields(openapiData).flatMap(({ number, value }) => {
    if (number !== 1 || !Buffer.isBuffer(value)) return []
    const pair = decodeFields(value)
    const key = bytesOf(pair, 1)?.toString('utf8') ?? ''
    const data = bytesOf(pair, 2) ?? Buffer.alloc(0)
    return [[key, bytesOf(pair, 4) ? data : jsonOf(data)] as const]
  })
  return Object.fromEntries(pairs)
}

/** What an API answers: JSON with WeChat's errcode, or bytes such as a picture. */
export type OpenApiAnswer = { json: Record<string, unknown> } | { contentType: string; bytes: Buffer }

export const encodeAnswer = (answer: OpenApiAnswer): Buffer =>
  encodeFields([
    { number: 1, value: 'json' in answer ? JSON.stringify(answer.json) : answer.bytes },
    { number: 2, value: 'json' in answer ? 'application/json; encoding=utf-8' : answer.contentType },
    { number: 3, value: 0 },
    { number: 4, value: 200 },
  ])

/** A refusal by the platform before the API itself is reached. */
export const encodeRefusal = (errorCode: number): Buffer =>
  encodeFields([
    { number: 3, value: errorCode },
    { number: 4, value: 200 },
  ])
