import { tongues } from '../../../words/speak'

export const providerWords = tongues({
  zh: {
    title: '登录方式',
    why: {
      qq: '连上后,可以在网页上用 QQ 登录这个账号。学堂只知道你是谁,拿不到你的好友和空间。',
      weibo: '连上后,可以在网页上用微博登录这个账号。学堂只知道你是谁,拿不到你的关注和微博。',
    },
    isBound: { qq: '已连上 QQ', weibo: '已连上微博' },
    connect: { qq: '去 QQ 确认', weibo: '去微博确认' },
    coming: '正在核对,马上就好',
    leaving: '正在打开那边的页面',
    over: '这次确认过期了,或不是从这个页面开始的。回到「账号与安全」再来一次',
    denied: '没有同意,什么也没有改',
    down: '那边暂时没有回应,过一会儿再试',
    back: '回到账号与安全',
    again: '再试一次',
    done: '连好了',
    unbind: '解除连接',
    unbindTitle: '解除连接',
    unbindWords: '解除后不能再用它登录。课程和记录都在账号里,不受影响。',
    unbound: '已解除',
  },
  en: {
    title: 'Ways to sign in',
    why: {
      qq: 'You can then sign in on the web with QQ. The school learns who you are there and nothing of your friends.',
      weibo:
        'You can then sign in on the web with Weibo. The school learns who you are there and nothing of your posts.',
    },
    isBound: { qq: 'QQ is connected', weibo: 'Weibo is connected' },
    connect: { qq: 'Go on at QQ', weibo: 'Go on at Weibo' },
    coming: 'Checking, one moment',
    leaving: 'Opening their page',
    over: 'This has run out, or did not begin here. Go back to Account and security and try once more.',
    denied: 'It was not allowed, and nothing has changed.',
    down: 'They do not answer right now. Please try again in a while.',
    back: 'Account and security',
    again: 'Try again',
    done: 'Connected',
    unbind: 'Disconnect',
    unbindTitle: 'Disconnect',
    unbindWords: 'You cannot sign in with it any more. Courses and records stay in the account.',
    unbound: 'Disconnected',
  },
})
