import { randomUUID } from 'node:crypto'
import { setTimeout as realDelay } from 'node:timers/promises'
import * as z from 'zod'
import { type DeskReply, type DeskRequest, json, type Route } from './http'
import { CloudError } from './wire'

export const SERVICES = [
  'database',
  'storage',
  'functions',
  'wechat',
  'wechatPay',
  'virtualPay',
  'alipay',
  'tencentCloud',
  'identityProviders',
] as const
export type Service = (typeof SERVICES)[number]

/**
 * A misfortune somebody orders. `action` is `*`, a whole action (`database.modifyDocument`), an action on one subject
 * (`database.modifyDocument:orders`), or for routes `POST /v3/pay/transactions/jsapi`. `skip` calls pass first, then
 * `times` are hit. `errorAfter` does the work and then loses the answer; the kills end the calling function's process.
 */
const FaultOrder = z.strictObject({
  service: z.enum(SERVICES),
  action: z.string().min(1).default('*'),
  kind: z.enum(['errorBefore', 'errorAfter', 'delay', 'killBefore', 'killAfter']),
  times: z.int().min(1).default(1),
  skip: z.int().min(0).default(0),
  code: z.string().default('SYS_ERR'),
  message: z.string().default('resource system error'),
  /** Real milliseconds, for `delay`. */
  ms: z.int().min(0).default(0),
})
export type FaultOrder = z.input<typeof FaultOrder>
export type Fault = z.output<typeof FaultOrder> & { id: string; hits: number }

/** One call that a fault may meet: `fail` makes the refusal in the service's own form, `kill` ends the caller's process. */
export type Meeting<T> = {
  service: Service
  action: string
  subject?: string
  fail(fault: Fault): T
  kill?(): void
  work(): Promise<T> | T
}

export type Faults = {
  order(fault: FaultOrder): Fault
  list(): Fault[]
  clear(): void
  /** Runs the work of one call, or what the ordered fault makes of it. */
  around<T>(meeting: Meeting<T>): Promise<T>
}

const meets = (fault: Fault, { service, action, subject }: Meeting<unknown>): boolean =>
  fault.service === service && ['*', action, `${action}:${subject}`].includes(fault.action)

async function suffer<T>(fault: Fault, { work, fail, kill }: Meeting<T>): Promise<T> {
  switch (fault.kind) {
    case 'delay':
      await realDelay(fault.ms)
      return work()
    case 'errorBefore':
      return fail(fault)
    case 'errorAfter':
      await work()
      return fail(fault)
    case 'killBefore':
      kill?.()
      return fail(fault)
    case 'killAfter':
      await work()
      kill?.()
      return fail(fault)
  }
}

/** Faults live in memory only: a desk that is opened anew has good weather. */
export function faultDesk(): Faults {
  let ordered: Fault[] = []

  function next(meeting: Meeting<unknown>): Fault | undefined {
    const fault = ordered.find((one) => meets(one, meeting))
    if (!fault) return undefined
    if (fault.skip > 0) {
      fault.skip -= 1
      return undefined
    }
    fault.hits += 1
    fault.times -= 1
    if (fault.times === 0) ordered = ordered.filter((one) => one !== fault)
    return { ...fault }
  }

  return {
    order(order) {
      const fault = { ...FaultOrder.parse(order), id: randomUUID(), hits: 0 }
      ordered.push(fault)
      return fault
    },
    list: () => ordered,
    clear() {
      ordered = []
    },
    async around(meeting) {
      const fault = next(meeting)
      return fault ? suffer(fault, meeting) : meeting.work()
    },
  }
}

/** The refusal of a fault in CloudBase's own form. */
export const cloudFailure = ({ code, message }: Fault): never => {
  throw new CloudError(code, message)
}

/** Puts a service's HTTP doors under the same weather; its refusals are `{ code, message }` with status 500. */
export const underFaults = (faults: Faults, service: Service, routes: Route[]): Route[] =>
  routes.map((route) => ({
    ...route,
    handle: (request: DeskRequest) =>
      faults.around<DeskReply>({
        service,
        action: `${request.method} ${request.url.pathname}`,
        fail: ({ code, message }) => json({ code, message }, 500),
        work: () => route.handle(request),
      }),
  }))

function orderFrom(body: Buffer): FaultOrder | string {
  try {
    const parsed = FaultOrder.safeParse(JSON.parse(body.toString('utf8')))
    return parsed.success ? parsed.data : z.prettifyError(parsed.error)
  } catch {
    return 'the body is not JSON'
  }
}

/** `GET` lists, `POST` orders one, `DELETE` clears them all. */
export const faultRoutes = (faults: Faults): Route[] => [
  { method: 'GET', path: '/desk/faults', handle: () => json({ faults: faults.list() }) },
  {
    method: 'POST',
    path: '/desk/faults',
    handle({ body }) {
      const order = orderFrom(body)
      return typeof order === 'string'
        ? json({ code: 'INVALID_PARAM', message: order }, 400)
        : json(faults.order(order))
    },
  },
  {
    method: 'DELETE',
    path: '/desk/faults',
    handle() {
      faults.clear()
      return json({ faults: [] })
    },
  },
]
