import { type Breach, linesWith, type MiniProgram } from './miniProgram'

/**
 * What WeChat wants declared before an interface may be called, and the interfaces by which it knows
 * (developers.weixin.qq.com/miniprogram/dev/framework/user-privacy/miniprogram-intro.html). `label` is its word in the guide.
 */
const kinds = {
  UserInfo: { label: '昵称、头像', used: /open-type="chooseAvatar"|type="nickname"|\bwx\.getUser(Info|Profile)\b/ },
  PhoneNumber: { label: '手机号', used: /open-type="(getPhoneNumber|getRealtimePhoneNumber)"/ },
  Clipboard: { label: '剪切板', used: /\bwx\.[sg]etClipboardData\b/ },
  Album: { label: '选中的照片或视频', used: /\bwx\.choose(Image|Media|Video)\b/ },
  AlbumWriteOnly: { label: '相册(仅写入)', used: /\bwx\.save(Image|Video)ToPhotosAlbum\b/ },
  MessageFile: { label: '选中的文件', used: /\bwx\.chooseMessageFile\b/ },
  Record: { label: '麦克风', used: /\bwx\.(startRecord|getRecorderManager|joinVoIPChat)\b|<live-pusher\b/ },
  Camera: { label: '摄像头', used: /\bwx\.createVKSession\b|<camera\b|<voip-room\b|<live-pusher\b/ },
  Location: {
    label: '位置信息',
    used: /\bwx\.(getLocation|getFuzzyLocation|startLocationUpdate(Background)?|onLocationChange)\b/,
  },
  ChooseLocation: { label: '选择的位置', used: /\bwx\.choose(Poi|Location)\b/ },
  Address: { label: '地址', used: /\bwx\.chooseAddress\b/ },
  Invoice: { label: '发票信息', used: /\bwx\.chooseInvoice(Title)?\b/ },
  RunData: { label: '微信运动', used: /\bwx\.getWeRunData\b/ },
  Contact: { label: '通讯录(仅写入)', used: /\bwx\.addPhoneContact\b/ },
  Calendar: { label: '日历(仅写入)', used: /\bwx\.addPhone(Repeat)?Calendar\b/ },
  Bluetooth: { label: '蓝牙', used: /\bwx\.(openBluetoothAdapter|createBLEPeripheralServer)\b/ },
  Motion: { label: '传感器', used: /\bwx\.start(Accelerometer|Compass|DeviceMotionListening|Gyroscope)\b/ },
} as const

type Kind = keyof typeof kinds

/** Where people read what is used and why; one name a kind. */
export const PRIVACY_WORDS = 'privacy/words.ts'
/** Interfaces that app.json must name before they can be called (…/reference/configuration/app.html#requiredPrivateInfos). */
const PRIVATE_INFOS =
  /\bwx\.(getFuzzyLocation|getLocation|onLocationChange|startLocationUpdate|startLocationUpdateBackground|chooseLocation|choosePoi|chooseAddress)\b/

const names = Object.keys(kinds) as Kind[] // of a literal

export function privacyBreaches(it: MiniProgram): Breach[] {
  const rule = 'W14'
  const words = it.texts.get(PRIVACY_WORDS) ?? ''
  const isTold = (kind: Kind) => new RegExp(`\\b${kind}:`).test(words)
  const guide = it.operations.split(/^## /m).find((part) => /^\d+\. Privacy/.test(part)) ?? ''
  const found: Breach[] = []
  for (const kind of names) {
    const { label, used } = kinds[kind]
    const [first] = linesWith(it, used, /\.(ts|wxml)$/)
    if (!first) {
      if (isTold(kind)) found.push({ rule, where: PRIVACY_WORDS, what: `${kind} is declared and nothing uses it` })
      continue
    }
    const where = `${first.path}:${first.at}`
    if (!isTold(kind))
      found.push({ rule, where, what: `uses ${kind} (${label}), of which ${PRIVACY_WORDS} says nothing` })
    if (!guide.includes(label))
      found.push({ rule, where, what: `uses ${kind}: docs/operations.md, “Privacy”, lacks ${label}` })
  }
  if (words && ![...it.texts].some(([path, text]) => path !== PRIVACY_WORDS && /privacy\/words'/.test(text)))
    found.push({ rule, where: PRIVACY_WORDS, what: 'no page shows it' })
  if (it.app.__usePrivacyCheck__ !== true)
    found.push({ rule, where: 'app.json', what: '__usePrivacyCheck__ must be true: else nothing asks on older WeChat' })
  return [...found, ...placeBreaches(it)]
}

function placeBreaches(it: MiniProgram): Breach[] {
  const used = new Set(linesWith(it, PRIVATE_INFOS, /\.ts$/).map(({ line }) => PRIVATE_INFOS.exec(line)?.[1] ?? ''))
  const declared = new Set(it.app.requiredPrivateInfos ?? [])
  const named = (name: string) => `requiredPrivateInfos ${name}`
  const breach = (what: string): Breach => ({ rule: 'W14', where: 'app.json', what })
  const place = [...used].some((name) => /Location|Poi/.test(name))
  return [
    ...[...used].filter((name) => !declared.has(name)).map((name) => breach(`${named('lacks')} ${name}`)),
    ...[...declared].filter((name) => !used.has(name)).map((name) => breach(`${named('names')} ${name}, unused`)),
    ...(place && !it.app.permission?.['scope.userLocation']?.desc
      ? [breach('permission must say why the place is asked for')]
      : []),
  ]
}
