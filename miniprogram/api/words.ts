import type { ErrorCode } from '../../core/contract/errors'

/** What only the client can know: the line is down, the answer took too long, the shop is open outside WeChat. */
export type ClientCode = 'OFFLINE' | 'TIMEOUT' | 'OPEN_IN_WECHAT'

/** What people read when something is refused: what happened, what is safe, what to do. */
export const words: Record<ErrorCode | ClientCode, string> = {
  BAD_INPUT: '这里有一处填得不对,改一下再试',
  NEED_LOGIN: '登录状态过期了,再点一次就好',
  FORBIDDEN: '这个页面只对管理者开放',
  COURSE_NOT_FOUND: '这门课已经下架,看看别的课吧',
  LESSON_NOT_FOUND: '这节课暂时打不开,老师可能正在更新',
  ORDER_NOT_FOUND: '没有找到这笔订单',
  CERTIFICATE_NOT_FOUND: '没有找到这个编号的证书,请核对后再查',
  ALREADY_OWNED: '这门课你已经有了,直接学就好',
  NOT_OWNED: '这节课还没解锁,购买后可以看全部内容',
  LESSON_NOT_OPENED: '学习记录没有接上,重新打开这节课就好',
  NOT_FINISHED: '还有几节没学完,学完就能领取证书',
  NAME_NEEDED: '证书上要写你的名字,先填一个吧',
  NAME_REFUSED: '这个名字没有通过审核,换一个试试',
  PICTURE_REFUSED: '这张图片没有通过审核,换一张试试',
  NOTICE_REFUSED: '这条通知没有通过核对',
  PAYMENT_REFUSED: '微信支付没有接受这笔付款,没有扣款,可以再试一次',
  PAYMENT_UNAVAILABLE: '微信支付暂时连不上,没有扣款,过一会儿再试',
  BUSY: '现在人有点多,稍等几秒再试',
  UNEXPECTED: '出了点问题,我们已经记下,过一会儿再试',
  OFFLINE: '网络断了,联网后再试一次',
  TIMEOUT: '网络有点慢,没有等到回答,再试一次吧',
  OPEN_IN_WECHAT: '请在微信里打开小程序「杏坛」购买和学习',
}
