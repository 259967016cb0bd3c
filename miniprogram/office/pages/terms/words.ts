import { tongues } from '../../../words/speak'

export const termsWords = tongues({
  zh: {
    title: '分成与会员',
    again: '再试一次',
    share: '收入分成',
    teacherId: '老师的账号编号',
    teacherHint: '留空就都归学校',
    teacherTip: '请老师打开「我的」,最下面可以复制编号',
    toTeacher: '分给老师',
    percentHint: '比如 70',
    members: '会员怎么学',
    item: '微信道具',
    itemFor: '虚拟支付用的道具',
    save: '保存',
    noChange: '没有改动',
    nobody: '没有这个编号的人,请老师在「我的」里复制编号给你',
    wrongPercent: '分给老师的比例填 0 到 100',
    sureYes: '确定',
    sureNo: '再看看',
    saved: '已保存,以后的订单按这个来',
    sureTitle: (teacher: string) => `分给${teacher}`,
    sure: (course: string, teacher: string, percent: number, share: string) =>
      `《${course}》以后每一笔收入的 ${percent}% 归${teacher}。${share}`,
    shareOf: (price: string, teacher: string, school: string) =>
      `按标价 ${price},老师得 ${teacher},学校留 ${school}。只对以后的订单生效`,
    memberChoices: {
      free: { name: '会员免费', hint: '会员期内直接开通' },
      discount: { name: '会员折扣', hint: '按会员方案里写的折扣' },
      none: { name: '与会员无关', hint: '会员也付原价' },
    },
    items: {
      notNeeded: { state: '不需要', words: '免费的课不用付款,也就不用道具' },
      none: {
        state: '没有发布',
        words: '现在按代币收款。发布成道具后,学员付款时看到的就是课名和标价',
        act: (price: string) => `按 ${price} 发布`,
      },
      publishing: { state: '微信审核中', words: '通常几分钟到几小时。期间按代币收款,不耽误卖', act: '看看好了没有' },
      published: {
        state: '已发布',
        from: (price: string, when: string) => `${price},${when} 起可以买`,
        now: (price: string) => `${price},学员正按道具付款`,
      },
      refused: {
        state: '微信没有通过',
        words: '到微信公众平台「虚拟支付」里看原因,常见的是课名含敏感词。改好后再发布;现在按代币收款',
        act: '再看一次',
      },
      outdated: {
        state: '价格变了',
        words: (old: string, price: string) => `道具还是 ${old},课程已经是 ${price}。现在按代币收款,重新发布后用新价`,
        oldPrice: '旧价',
        act: (price: string) => `按 ${price} 重新发布`,
      },
    },
  },
  en: {
    title: 'Course terms',
    again: 'Try again',
    share: 'Share of the income',
    teacherId: 'Account number of the teacher',
    teacherHint: "Empty: all is the school's",
    teacherTip: 'The teacher can copy it at the bottom of Me',
    toTeacher: 'The teacher gets',
    percentHint: '70, say',
    members: 'For members',
    item: 'WeChat item',
    itemFor: 'The item for virtual payment',
    save: 'Save',
    noChange: 'Nothing changed',
    nobody: 'Nobody has this number. Ask the teacher to copy it in Me.',
    wrongPercent: 'The share goes from 0 to 100',
    sureYes: 'Yes',
    sureNo: 'No',
    saved: 'Saved. Later orders go by it.',
    sureTitle: (teacher) => `Share with ${teacher}?`,
    sure: (course, teacher, percent, share) =>
      `${percent}% of all that ${course} earns from now on goes to ${teacher}. ${share}`,
    shareOf: (price, teacher, school) =>
      `Of ${price} the teacher gets ${teacher}, the school keeps ${school}. Only for orders from now on.`,
    memberChoices: {
      free: { name: 'Free for members', hint: 'Open for as long as the membership lasts' },
      discount: { name: 'Discount for members', hint: 'As their plan says' },
      none: { name: 'Nothing to do with it', hint: 'Members pay the full price' },
    },
    items: {
      notNeeded: { state: 'Not needed', words: 'A free course is not paid for, so it needs no item' },
      none: {
        state: 'Not published',
        words: 'Coins pay for it now. Published as an item, learners see its name and price when they pay.',
        act: (price) => `Publish at ${price}`,
      },
      publishing: {
        state: 'WeChat is checking',
        words: 'It takes minutes to hours. Until then coins pay for it, so it can be sold.',
        act: 'See whether it is done',
      },
      published: {
        state: 'Published',
        from: (price, when) => `${price}, can be bought from ${when} on`,
        now: (price) => `${price}, learners pay for the item`,
      },
      refused: {
        state: 'Refused by WeChat',
        words:
          "See why under virtual payment on WeChat's platform; often it is a word in the title. Mend it and publish again; coins pay for it now.",
        act: 'Look again',
      },
      outdated: {
        state: 'Price changed',
        words: (old, price) =>
          `The item is at ${old}, the course at ${price}. Coins pay for it now; publish again for the new price.`,
        oldPrice: 'the old price',
        act: (price) => `Publish again at ${price}`,
      },
    },
  },
})
