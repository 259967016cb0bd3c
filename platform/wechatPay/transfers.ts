import { AppError } from '../../core/contract/errors'
import type { Clock, Transfers } from '../../core/ports'
import { bodyOf, checked, codeOf, cut, lineTo, PATIENCE, type Patience, refusalIn } from './asking'
import type { WeChatPaySettings } from './settings'
import { TransferReply, TransferStart } from './wire'

/** pay.weixin.qq.com/doc/v3/merchant/4012716434 */
const BILLS = '/v3/fund-app/mch-transfer/transfer-bills'
const OUT_BILL_NO = /^[0-9A-Za-z]{1,32}$/
const LONGEST_REMARK = 32

/** 佣金报酬: the scene for paying people who brought buyers. It asks for these two informations, no more and no fewer. */
const SCENE = '1005'
const REPORTED = { 岗位类型: '课程讲师', 报酬说明: '课程收入分成' }

/** From 2000 yuan on WeChat Pay wants the receiver's real name, encrypted. We do not ask people for it, so we do not pay so much at once. */
const NAME_NEEDED_FROM_FEN = 200_000

const UNKNOWN_BILL = ['NOT_FOUND', 'RESOURCE_NOT_EXISTS']

/** Payments from the merchant to people (商家转账, as of 2025: the person confirms in WeChat). */
export function weChatTransfers(settings: WeChatPaySettings, clock: Clock, patience: Patience = PATIENCE): Transfers {
  const { ask } = lineTo(settings, clock, patience)
  const placeOf = (outBillNo: string) => `${BILLS}/out-bill-no/${checked(outBillNo, OUT_BILL_NO, 'out_bill_no')}`

  return {
    merchant: { mchid: settings.mchid, appid: settings.appid },

    async start({ outBillNo, openid, fen, remark }) {
      if (fen >= NAME_NEEDED_FROM_FEN) throw new AppError('PAYMENT_REFUSED', { code: 'NAME_NEEDED' })
      const request = {
        appid: settings.appid,
        out_bill_no: checked(outBillNo, OUT_BILL_NO, 'out_bill_no'),
        transfer_scene_id: SCENE,
        openid,
        transfer_amount: fen,
        transfer_remark: cut(remark, LONGEST_REMARK),
        notify_url: settings.notifyUrl,
        transfer_scene_report_infos: Object.entries(REPORTED).map(([info_type, info_content]) => ({
          info_type,
          info_content,
        })),
      }
      const started = bodyOf(await ask((pay) => pay.call('POST', BILLS, request)), TransferStart)
      return { ...started, openid, fen }
    },

    async transferOf(outBillNo) {
      const place = placeOf(outBillNo)
      const reply = await ask((pay) => pay.call('GET', place))
      if (reply.status === 404 && UNKNOWN_BILL.includes(codeOf(reply))) return null
      return bodyOf(reply, TransferReply)
    },

    async cancel(outBillNo) {
      const place = placeOf(outBillNo)
      const reply = await ask((pay) => pay.call('POST', `${place}/cancel`))
      if (reply.status !== 200) throw refusalIn(reply)
    },
  }
}
