import type { ErrorCode } from '../../core/contract/errors'

/** What only the client can know: the line is down, the answer took too long, the shop is open outside WeChat. */
export type ClientCode = 'OFFLINE' | 'TIMEOUT' | 'OPEN_IN_WECHAT'

/** What people read when something is refused: what happened, what is safe, what to do. */
export const words: Record<ErrorCode | ClientCode, string> = {
  BAD_INPUT: '这里有一处填得不对,改一下再试',
  NEED_LOGIN: '要先登录,再点一次就好',
  FORBIDDEN: '这个页面只对管理者开放',
  COURSE_NOT_FOUND: '这门课已经下架,看看别的课吧',
  LESSON_NOT_FOUND: '这节课暂时打不开,老师可能正在更新',
  ORDER_NOT_FOUND: '没有找到这笔订单',
  CERTIFICATE_NOT_FOUND: '没有找到这个编号的证书,请核对后再查',
  ALREADY_OWNED: '这门课你已经有了,直接学就好',
  NOT_OWNED: '这节课还没解锁,购买后可以看全部内容',
  LESSON_NOT_OPENED: '学习记录没有接上,重新打开这节课就好',
  NOTE_NOT_FOUND: '没有找到这条笔记,它可能已经删掉了',
  NOT_FINISHED: '还有几节没学完,学完就能领取证书',
  NAME_NEEDED: '证书上要写你的名字,先填一个吧',
  NAME_REFUSED: '这个名字没有通过审核,换一个试试',
  PICTURE_REFUSED: '这张图片没有通过审核,换一张试试',
  NOTICE_REFUSED: '这条通知没有通过核对',
  BALANCE_TOO_LOW: '余额或积分变了,不够付这一笔,没有扣款。已经重新算过,再看一眼',
  NO_WAY_TO_PAY: '这里暂时不能付款,没有扣款',
  PLAN_NOT_FOUND: '这个会员方案已经下架,看看别的吧',
  AMOUNT_NOT_OFFERED: '这个充值金额现在没有了,换一个吧',
  REFUND_NOT_POSSIBLE: '这笔订单现在不能退款,打开订单看看它走到哪一步',
  CODE_NOT_FOUND: '没有找到这个兑换码,请逐字核对',
  CODE_USED: '这个兑换码已经用过了',
  INVOICE_NOT_POSSIBLE: '这笔订单现在不能开发票',
  WITHDRAWAL_NOT_POSSIBLE: '现在不能提现,过一会儿再试',
  PAYMENT_REFUSED: '这笔付款没有被接受,没有扣款,可以再试一次',
  PAYMENT_UNAVAILABLE: '支付暂时连不上,没有扣款,过一会儿再试',
  BUSY: '现在人有点多,稍等几秒再试',
  UNEXPECTED: '出了点问题,我们已经记下,过一会儿再试',
  OFFLINE: '网络断了,联网后再试一次',
  TIMEOUT: '网络有点慢,没有等到回答,再试一次吧',
  OPEN_IN_WECHAT: '这一步只能在微信里做,请打开小程序「杏坛」',
}
