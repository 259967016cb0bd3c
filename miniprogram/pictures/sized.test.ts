import { isSamePicture, pictureFor, sized } from './sized'

const SIGNED = 'https://786c-xly.tcb.qcloud.la/courses/tea/cover.jpg?sign=b8ac757538940ead8eed4786449b4cd7&t=1591752049'
const OPEN = 'https://786c-xly.tcb.qcloud.la/courses/tea/cover.jpg'
const RULE = 'imageMogr2/thumbnail/320x/format/webp/ignore-error/1'

test('the storage service is asked for the next width of a few, beside the signature', () => {
  expect(sized(SIGNED, 161)).toBe(`${SIGNED}&${RULE}`)
  expect(sized(OPEN, 320)).toBe(`${OPEN}?${RULE}`)
  expect([1, 160, 481, 5000].map((pixels) => /thumbnail\/(\d+)x/.exec(sized(SIGNED, pixels))?.[1])).toEqual([
    '160',
    '160',
    '750',
    '1080',
  ])
})

test('what is not in the storage, is drawn, or moves stays as it is', () => {
  const others = [
    '',
    '/images/tab-me.png',
    'wxfile://tmp/1.jpg',
    'data:image/png;base64,AA',
    'https://thirdwx.qlogo.cn/mmopen/1/132',
    SIGNED.replace('.jpg', '.svg'),
    SIGNED.replace('.jpg', '.gif'),
    `${SIGNED}&${RULE}`,
  ]
  expect(others.map((url) => sized(url, 100))).toEqual(others)
})

test('a phone asks for what it can show, and at most for twice as many pixels as points', () => {
  const widthOn = (windowWidth: number, pixelRatio: number, rpx: number) => {
    Object.assign(globalThis, { wx: { getWindowInfo: () => ({ windowWidth, pixelRatio }) } })
    return /thumbnail\/(\d+)x/.exec(pictureFor(SIGNED, rpx))?.[1]
  }
  expect([widthOn(390, 3, 288), widthOn(320, 1, 288), widthOn(390, 3, 686), widthOn(480, 2, 750)]).toEqual([
    '320',
    '160',
    '750',
    '1080',
  ])
})

test('links that were signed at different times lead to the same picture', () => {
  expect(isSamePicture(SIGNED, SIGNED.replace('t=1591752049', 't=1591755649'))).toBe(true)
  expect(isSamePicture(SIGNED, SIGNED.replace('tea', 'ink'))).toBe(false)
})
