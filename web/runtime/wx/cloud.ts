import { api, type Facts, Refusal, recordIn, textIn } from './api'
import { type Desk, type DeskReply, isFine, wordsOf } from './desk'

/** WeChat's general code, when the cloud was not reached at all. */
const UNREACHED = -1
/** A call before `wx.cloud.init`, in WeChat's own words. */
const NOT_READY =
  "Cloud API isn't enabled, please call wx.cloud.init first\n请先调用 wx.cloud.init() 完成初始化后再调用其他云 API。"

const refusal = (errCode: number, errMsg: string): Refusal =>
  new Refusal(`Error: errCode: ${errCode}  | errMsg: ${errMsg}`, { errCode })

function answerOf(reply: DeskReply): Facts {
  const body = (reply.body ?? {}) as { result?: unknown; requestID?: unknown; errCode?: unknown } // JSON, checked below
  if (typeof body.errCode === 'number' && body.errCode !== 0) throw refusal(body.errCode, wordsOf(reply))
  if (!isFine(reply)) throw refusal(UNREACHED, wordsOf(reply))
  return { result: body.result, requestID: body.requestID }
}

/** The way to the functions: a name and its `data`, to what `callFunction` resolves with. Rejects with a Refusal. */
export type Functions = (name: string, data: Facts) => Promise<Facts>

/** By the desk, which knows who is calling. */
export const deskFunctions =
  (desk: Desk): Functions =>
  async (name, data) => {
    const reply = await desk.post(`/cloud/${encodeURIComponent(name)}`, { data }).catch((error) => {
      throw refusal(UNREACHED, `request:fail ${error instanceof Error ? error.message : String(error)}`)
    })
    return answerOf(reply)
  }

/** `wx.cloud`: init and callFunction, which is all that the mini-program may ask of the cloud itself. */
export function cloudApi(functions: Functions) {
  let isReady = false

  async function call(options: Facts): Promise<Facts> {
    const name = textIn(options, 'name')
    if (!isReady) throw refusal(UNREACHED, NOT_READY)
    return functions(name, recordIn(options, 'data'))
  }
  return {
    /** Takes the environment's name; there is only one here. */
    init(_options?: Facts): void {
      isReady = true
    },
    callFunction: api('cloud.callFunction', call),
  }
}
