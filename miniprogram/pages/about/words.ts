import { tongues } from '../../words/speak'

export const aboutWords = tongues({
  zh: {
    title: '关于与隐私',
    school: '杏坛',
    lead: '杏坛是孔子讲学的地方:一位老师,几个学生,一树杏花。这里也一样,安静地讲,慢慢地学。',
    keepsHeading: '我们记下什么,为什么',
    keeps: {
      id: { name: '微信给的身份编号', words: '用来认出你,让课程和进度跟着你走。我们拿不到你的微信号和好友。' },
      address: { name: '手机号和邮箱', words: '你自己绑定了才有,加密保存,只露一小截。不绑也能照常学。' },
      face: { name: '头像和昵称', words: '只在你主动填写后保存,显示在「我的」和你的评价旁;昵称会写在你领取的证书上。' },
      orders: {
        name: '订单',
        words: '买了什么、付了多少、何时付的,用来开通课程和退款。付款由支付机构完成,我们看不到你的银行卡。',
      },
      study: { name: '学习记录', words: '每节课学到哪里、学了多久,用来接着学和颁发证书。' },
      certificates: { name: '证书', words: '拿到编号的人可以查到证书上的姓名、课程和日期。编号只印在你的证书上。' },
    },
    neverHeading: '我们不做什么',
    never: '不出售、不转交你的信息,不用它投广告,不读通讯录和位置。保存图片到相册时才会请求相册权限,拒绝也能照常学习。',
    rightsHeading: '你可以做什么',
    rights: '随时修改头像和昵称;带走一份自己的数据;收回同意;注销账号。都在「我的」里的「账号与安全」。',
    terms: '用户协议',
    policy: '隐私政策',
    account: '账号与安全',
    guide: '看完整的隐私保护指引',
    guideElsewhere: '请在微信里打开完整指引',
    forget: '清除这台手机上的记录',
    forgetWords: '搜索记录、缓存的页面和登录状态会被清掉。课程、学习进度和证书都在云上,不受影响。',
    forgetConfirm: '清除',
    forgotten: '已清除',
  },
  en: {
    title: 'About and privacy',
    school: '杏坛',
    lead: 'Xingtan is where Confucius taught: a teacher, a few students, a tree in bloom. It is the same here: quiet teaching, unhurried learning.',
    keepsHeading: 'What is kept, and why',
    keeps: {
      id: {
        name: 'A number from WeChat',
        words: 'To know you by, so that courses and progress follow you. We do not get your WeChat ID or your friends.',
      },
      address: {
        name: 'Phone number and e-mail',
        words: 'Only if you add them; encrypted, and shown in part. Learning needs neither.',
      },
      face: {
        name: 'Picture and nickname',
        words:
          'Kept once you choose them; shown under Me and beside your reviews. The nickname is written on certificates.',
      },
      orders: {
        name: 'Orders',
        words: 'What was bought, for how much and when, to open courses and give money back. We never see your card.',
      },
      study: { name: 'Progress', words: 'Where you are in each lesson, to go on and to issue certificates.' },
      certificates: {
        name: 'Certificates',
        words:
          'Whoever has the number sees the name, course and date on it. The number is printed on your certificate only.',
      },
    },
    neverHeading: 'What we do not do',
    never:
      'We do not sell or hand on what we know, advertise with it, or read contacts and places. The album is asked for only when you save a picture; no is fine.',
    rightsHeading: 'What you can do',
    rights:
      'Change picture and name, take a copy of your data, take consent back, close the account: all under Me, Account and security.',
    terms: 'Terms of Use',
    policy: 'Privacy Policy',
    account: 'Account and security',
    guide: 'Read the whole privacy guide',
    guideElsewhere: 'Please open the guide in WeChat',
    forget: 'Forget what is kept on this phone',
    forgetWords:
      'Searches, kept pages and the sign-in are removed. Courses, progress and certificates are in the cloud and stay.',
    forgetConfirm: 'Forget',
    forgotten: 'Forgotten',
  },
})
