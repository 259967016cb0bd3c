import { tongues } from '../words/speak'

/**
 * What of the phone and of WeChat is used, and why: one name for each kind that WeChat knows. `npm run check` compares it with what
 * the code really calls (scripts/platformRules/privacy.ts) and with the guide in docs/operations.md.
 */
export const privacyWords = tongues({
  zh: {
    heading: '用到微信和手机的什么',
    uses: {
      UserInfo: { name: '微信头像和昵称', why: '你在「我的」里点了才会取,用来显示你是谁;不填也能照常学习。' },
      PhoneNumber: {
        name: '手机号',
        why: '只有你在「账号与安全」里点了授权才会取,加密保存,用来在网页上登录和找回账号。',
      },
      Clipboard: { name: '剪切板', why: '你点「复制」时写入,例如订单号和兑换码;你点「粘贴」时读取,只为填进那一格。' },
      Album: { name: '选中的照片或视频', why: '学堂的编辑给首页选图片时才用,只取选中的那一张。' },
      AlbumWriteOnly: { name: '相册(只写)', why: '你保存证书等图片时才用,只存这一张,不读你的照片。' },
    },
  },
  en: {
    heading: 'What is used of WeChat and your phone',
    uses: {
      UserInfo: {
        name: 'WeChat avatar and nickname',
        why: 'Taken only when you tap them under Me, to show who you are. Everything works without them.',
      },
      PhoneNumber: {
        name: 'Phone number',
        why: 'Taken only when you allow it under Account and security; kept encrypted, to sign in on the web and to find your account again.',
      },
      Clipboard: {
        name: 'Clipboard',
        why: 'Written when you tap Copy, an order number for example; read when you tap Paste, to fill that one field.',
      },
      Album: {
        name: 'Photos you choose',
        why: 'Used only when an editor of the school chooses a picture for the home page. Only that one is taken.',
      },
      AlbumWriteOnly: {
        name: 'Photo album, writing only',
        why: 'Used when you save a picture such as a certificate. Only that one is stored; your photos are not read.',
      },
    },
  },
})
