import { tongues } from '../../words/speak'

/** What the school and its people owe each other. Changed words are a new version (core/people/agreements.ts). */
export const termsText = tongues({
  zh: {
    title: '用户协议',
    lead: '你和学堂之间的约定,尽量说人话。',
    lines: [
      '# 账号',
      '一个账号给一个人用。登录方式由你保管;发现别人在用,请在「账号与安全」里结束那次登录,或换个密码。',
      '免费看的内容不用同意任何约定。购买和发言前,会请你先看过这两份文字。',
      '# 课程',
      '买下的课供你自己学习,不能转卖、录制外传或公开播放。课程内容归老师和学堂所有。',
      '老师更新课程时,你看到的是新的内容。一门课下架后,买过的人仍可以学。',
      '有期限的课和会员,到期前在页面上看得到日期。',
      '# 付款和退款',
      '价格以付款前看到的为准。付款后课程自动打开;没打开的,会自己补上或退款。',
      '退款规则写在每张订单的「申请退款」里:能退多少、怎么退,先看清再申请。在苹果手机上付的,由苹果决定并退还。',
      '钱包余额可以买课,不能提现;注销账号时剩下的余额和积分会作废,注销前会再问你一次。',
      '# 评价和发言',
      '说真话,对事不对人,不发广告和违法的内容。没有通过检查的,或被投诉属实的,会收起来并告诉你原因。',
      '# 约定会变',
      '改动会换上新的日期,并在你下次购买或发言前请你看。不同意新的约定,买过的课仍可以学。',
      '学堂做得不对,依法承担责任。有争议先商量;商量不成,可以向学堂所在地的人民法院起诉,或向消费者协会投诉。',
    ],
  },
  en: {
    title: 'Terms of Use',
    lead: 'What you and the school agree on, in plain words.',
    lines: [
      '# Your account',
      'One account is for one person. Look after your ways to sign in; if somebody else uses it, end that session under Account and security, or change the password.',
      'What is free asks you to agree to nothing. Before you buy or write you are shown these two texts.',
      '# Courses',
      'A course you bought is for your own study: not to be resold, recorded and passed on, or shown in public. Its content belongs to its teacher and the school.',
      'When a teacher improves a course you see the new one. After a course is withdrawn, those who bought it can still study it.',
      'Courses and memberships that end say until when, before they do.',
      '# Paying and refunds',
      'The price is the one you see before you pay. After that the course opens by itself; if it does not, it is mended or refunded by itself.',
      'What can be given back, and how, stands under Ask for a refund in each order, before you ask. What was paid on an iPhone is decided and given back by Apple.',
      'Your balance pays for courses and cannot be paid out; what is left of balance and points when you close the account is lost, and you are asked once more before that.',
      '# Reviews',
      'Be truthful, speak of the matter and not of the person, no advertising, nothing unlawful. What does not pass the check, or is rightly complained about, is put away, and you are told why.',
      '# When this changes',
      'Changes carry a new date, and you are shown them before you next buy or write. If you do not agree, what you bought is still yours to study.',
      "The school answers for its mistakes as the law says. Let us talk first; if that fails, the court where the school has its seat decides, or the consumers' association helps.",
    ],
  },
})
