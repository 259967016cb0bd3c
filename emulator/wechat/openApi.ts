import type { Driver } from '../database/driver'
import type { Catalog } from '../functions/catalog'
import type { Invocations, Running } from '../functions/invocations'
import { records, together } from '../records'
import { type Action, CloudError } from '../wire'
import { encodeAnswer, encodeRefusal, type OpenApiAnswer, type OpenApiArguments, openApiArguments } from './envelope'

/** An openapi of WeChat as this desk answers it. Arguments are in snake_case, as on the wire. */
export type OpenApi = (args: OpenApiArguments) => OpenApiAnswer

/** One call a function made to WeChat, kept for the panel and for tests. */
export type OpenApiCall = {
  at: string
  function: string
  requestId: string
  api: string
  arguments: OpenApiArguments
  /** 0 when it went well; WeChat's errcode or the platform's refusal otherwise. */
  errCode: number
}

/** wx-server-sdk's table of what the platform refuses before an API is reached. */
const REFUSED = { unknownApi: -604100, noPermission: -604101, illegalSource: -604104, system: -604103 } as const
const CALLS_KEPT = 1_000

export type OpenApiDoor = { action: Action; calls(): OpenApiCall[] }

const protobuf = (body: Buffer) => ({
  reply: { status: 200, headers: { 'content-type': 'application/octet-stream' }, body },
})

const errcodeOf = (answer: OpenApiAnswer): number => ('json' in answer ? Number(answer.json.errcode ?? 0) : 0)

/** Pictures and files are noted by their size, not kept. */
const noted = (args: OpenApiArguments): OpenApiArguments =>
  Object.fromEntries(
    Object.entries(args).map(([key, value]) => [key, Buffer.isBuffer(value) ? `<${value.length} bytes>` : value]),
  )

/** `wx.openApi`: who asks must be a running function whose function.json names the API under permissions.openapi. */
export function openApiDoor(options: {
  driver: Driver
  now(): number
  apis: Record<string, OpenApi>
  invocations: Invocations
  catalog: Catalog
}): OpenApiDoor {
  const { driver, now, apis, invocations, catalog } = options
  const kept = records<OpenApiCall>(driver, 'openApiCall')
  let made = Number(kept.all().at(-1)?.id ?? 0)

  function keep(call: OpenApiCall): void {
    made += 1
    kept.put(String(made).padStart(12, '0'), call)
    if (made > CALLS_KEPT) kept.remove(String(made - CALLS_KEPT).padStart(12, '0'))
  }

  function refusalFor(caller: Running | undefined, api: string): number | undefined {
    if (!caller) return REFUSED.illegalSource
    if (!Object.hasOwn(apis, api)) return REFUSED.unknownApi
    const permitted = catalog.find(caller.record.function)?.config.permissions.openapi ?? []
    return permitted.includes(api) ? undefined : REFUSED.noPermission
  }

  return {
    action({ body, parts }) {
      const api = String(body.apiName ?? '')
      const requestData = parts?.requestData
      if (!requestData) throw new CloudError('INVALID_PARAM', 'wx.openApi comes as a form with the part requestData')
      const caller = invocations.byToken(body.wxCloudApiToken)
      const args = openApiArguments(requestData)
      const refusal = refusalFor(caller, api)
      const { function: name = '', requestId = '' } = caller?.record ?? {}
      const [answer, errCode] = together(driver, () => {
        const done = refusal === undefined ? apis[api]?.(args) : undefined
        const code = refusal ?? (done ? errcodeOf(done) : REFUSED.system)
        keep({
          at: new Date(now()).toISOString(),
          function: name,
          requestId,
          api,
          arguments: noted(args),
          errCode: code,
        })
        return [done, code] as const
      })
      return protobuf(answer ? encodeAnswer(answer) : encodeRefusal(errCode))
    },
    calls: () =>
      kept
        .all()
        .map(({ value }) => value)
        .reverse(),
  }
}
