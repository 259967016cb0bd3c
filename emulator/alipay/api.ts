import { setTimeout as pause } from 'node:timers/promises'
import * as z from 'zod'
import type { DeskClock } from '../clock'
import type { DeskReply, DeskRequest, Route } from '../http'
import { type Account, GATEWAY_PATH } from './account'
import type { Bills } from './bills'
import { type Cashier, isPage } from './cashier'
import { AlipayRefusal, failed, invalid, notEmulated } from './errors'
import type { CallFault, FaultDesk } from './faults'
import type { Refunds } from './refunds'
import { checked, isNamed, named, parsed, text } from './request'
import { signed } from './signature'
import { stateAt, type TradeBook, told } from './trades'

/** One call of the API as the panel shows it. */
export type LoggedCall = { at: number; method: string; code: string; subCode?: string; fault?: string }

// Enough to look back over an afternoon of clicking; in memory only.
const CALLS_KEPT = 200

const Question = z.strictObject({ ...named, query_options: z.array(z.string()).optional() }).refine(isNamed)
const Closing = z.strictObject({ ...named, operator_id: text(28).optional() }).refine(isNamed)

type Node = Record<string, string>
type Answered = { method: string; node: Node; isSigned: boolean }

const nodeName = (method: string): string =>
  method === '' ? 'error_response' : `${method.replaceAll('.', '_')}_response`

/** The gateway as an API: every request is checked, every reply signed with Alipay's key over the very bytes of its inner object. */
export function api(
  who: Account,
  clock: DeskClock,
  faults: FaultDesk,
  book: TradeBook,
  page: Pick<Cashier, 'close'>,
  money: Refunds,
  bills: Bills,
) {
  const calls: LoggedCall[] = []
  // For what somebody on the line could put together from what has passed there.
  let older = '{"code":"10000","msg":"Success"}'
  const lastReplies = new Map<string, string>()

  // The whole API this desk knows.
  const methods: Record<string, (business: unknown, origin: string) => Node> = {
    'alipay.trade.query': (business) => told(book.get(parsed(Question, business)), clock.now()),
    'alipay.trade.close'(business) {
      const trade = book.get(parsed(Closing, business))
      if (stateAt(trade, clock.now()) !== 'WAIT_BUYER_PAY')
        throw failed('TRADE_STATUS_ERROR', '交易状态不合法，只有等待买家付款状态下才能发起交易关闭')
      page.close(trade)
      return { out_trade_no: trade.outTradeNo, trade_no: trade.tradeNo }
    },
    'alipay.trade.refund': money.ask,
    'alipay.trade.fastpay.refund.query': money.look,
    'alipay.data.dataservice.bill.downloadurl.query': bills.tell,
  }

  /** The name only: what a reply is called when the request is not whole. */
  const methodIn = ({ url, body }: DeskRequest): string =>
    url.searchParams.get('method') ?? new URLSearchParams(body.toString('utf8')).get('method') ?? ''

  function answered(request: DeskRequest): Answered {
    const method = methodIn(request)
    try {
      const { business } = checked(request, who.seller, clock.now(), false)
      if (isPage(method)) throw invalid('isv.invalid-method', `${method} is a page: this desk opens it with GET only`)
      const work = Object.hasOwn(methods, method) ? methods[method] : undefined
      if (!work) throw notEmulated(method)
      return {
        method,
        node: { code: '10000', msg: 'Success', ...work(business, `http://${request.headers.host}`) },
        isSigned: true,
      }
    } catch (error) {
      if (!(error instanceof AlipayRefusal)) throw error
      return { method, node: error.body, isSigned: error.signed }
    }
  }

  function replyTo({ method, node, isSigned }: Answered, fault: Partial<CallFault>): DeskReply {
    const text = JSON.stringify(node)
    const sign = signed(fault.badSignature ? `${text} ` : text, who.platformPrivateKey)
    const signature = isSigned && !fault.unsigned ? `,"sign":"${sign}"` : ''
    const body = fault.forgedRefusal
      ? `{"error_response":{"code":"40004","sub_code":"${fault.forgedRefusal}"},"older_response":${older},"sign":"${signed(older, who.platformPrivateKey)}"}`
      : `{"${nodeName(method)}":${text}${signature}}`
    older = text
    const replayed = fault.replayed ? lastReplies.get(method) : undefined
    lastReplies.set(method, body)
    // Alipay's own type, though it is JSON.
    return { status: 200, headers: { 'content-type': 'text/html;charset=utf-8' }, body: replayed ?? body }
  }

  function log({ method, node }: Answered, fault: CallFault | undefined): void {
    const names = [
      'drop',
      'status',
      'subCode',
      'badSignature',
      'unsigned',
      'forgedRefusal',
      'replayed',
      'delayMs',
    ] as const
    const told = fault && names.filter((name) => fault[name] !== undefined).join(' ')
    calls.push({ at: clock.now(), method, code: node.code ?? '', subCode: node.sub_code, fault: told })
    calls.splice(0, calls.length - CALLS_KEPT)
  }

  async function handle(request: DeskRequest): Promise<DeskReply> {
    const method = methodIn(request)
    const fault = faults.calls.take((one) => method.includes(one.method))
    if (fault?.delayMs) await pause(fault.delayMs)
    if (fault?.drop === 'before' || fault?.status !== undefined) {
      log({ method, node: {}, isSigned: false }, fault)
      if (fault.drop) request.raw.socket.destroy()
      return { status: fault.status ?? 500, headers: { location: '/' }, body: 'some machine in between' }
    }
    const answer: Answered = fault?.subCode
      ? { method, node: new AlipayRefusal(fault.code, fault.subCode, '系统繁忙，请稍后再试').body, isSigned: true }
      : answered(request)
    log(answer, fault)
    if (fault?.drop === 'after') request.raw.socket.destroy()
    return replyTo(answer, fault ?? {})
  }

  const routes: Route[] = [{ method: 'POST', path: GATEWAY_PATH, handle }]
  return { routes, calls: () => [...calls] }
}
