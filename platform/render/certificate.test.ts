import jsQR from 'jsqr'
import { PNG } from 'pngjs'
import { type CertificateFacts, renderCertificate, SHEET } from './certificate'

const MEI: CertificateFacts = {
  number: 'XT-2026-7K3M9Q2F',
  learnerName: '林晓梅',
  courseTitle: '跟着《论语》学会提问',
  teacherName: '周子衡',
  schoolName: '杏坛',
  lessonCount: 12,
  studiedMinutes: 340,
  issuedOn: '2026年11月21日',
  verifyUrl: 'https://school.example.cn/verify?number=XT-2026-7K3M9Q2F',
}

const NAME_AREA = { left: 132, top: 210, right: 1182, bottom: 350 }
const SEAL_AREA = { left: 1330, top: 860, right: 1470, bottom: 1000 }
const BETWEEN_BODY_AND_FOOT = { left: 132, top: 790, right: 1182, bottom: 815 }
const MARGIN = { left: 56, top: 56, right: 128, bottom: 1075 }

interface Area {
  left: number
  top: number
  right: number
  bottom: number
}

async function drawn(facts: Partial<CertificateFacts>) {
  const missing: string[] = []
  const bytes = await renderCertificate({ ...MEI, ...facts }, (characters) => missing.push(...characters))
  const { width, height, data } = PNG.sync.read(Buffer.from(bytes))
  const count = ({ left, top, right, bottom }: Area, isInk: (r: number, g: number, b: number) => boolean) => {
    let found = 0
    for (let y = top; y < bottom; y++)
      for (let x = left; x < right; x++) {
        const at = (y * width + x) * 4
        if (isInk(data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0)) found++
      }
    return found
  }
  return {
    bytes,
    missing,
    size: { width, height },
    scanned: () => jsQR(new Uint8ClampedArray(data), width, height)?.data,
    inkIn: (area: Area) => count(area, (r, g, b) => r + g + b < 300),
    redIn: (area: Area) => count(area, (r, g, b) => r > 160 && g < 60 && b < 60),
  }
}

test('a certificate is a sheet with the name in ink, a red seal and a code that leads to its verification', async () => {
  const { size, scanned, missing, inkIn, redIn } = await drawn({})

  expect({ size, scanned: scanned(), missing }).toEqual({ size: SHEET, scanned: MEI.verifyUrl, missing: [] })
  expect(inkIn(NAME_AREA)).toBeGreaterThan(4000)
  expect(redIn(SEAL_AREA)).toBeGreaterThan(8000)
})

test('the same facts give the same bytes', async () => {
  const [first, second] = [await renderCertificate(MEI), await renderCertificate(MEI)]
  expect(Buffer.compare(first, second)).toBe(0)
})

test.each([
  ['two', '梅梅'],
  ['four', '欧阳晓梅'],
  ['twenty', '阿卜杜拉·买买提·热合曼江·艾尼瓦尔·玉素甫江'.slice(0, 20)],
  ['sixty', '龍'.repeat(60)],
  ['two hundred', '梅'.repeat(200)],
  ['one long Latin word of', 'Wolfeschlegelsteinhausenbergerdorff'.repeat(3)],
])('a name and a title of %s characters stay inside their place', async (_, words) => {
  const { inkIn, scanned } = await drawn({ learnerName: words, courseTitle: words })

  expect(inkIn(NAME_AREA)).toBeGreaterThan(1000)
  expect(inkIn(BETWEEN_BODY_AND_FOOT)).toBe(0)
  expect(inkIn(MARGIN)).toBe(0)
  expect(inkIn({ left: 1186, top: 60, right: 1257, bottom: 1070 })).toBe(0)
  expect(scanned()).toBe(MEI.verifyUrl)
})

test('rare characters of living names are in the typefaces', async () => {
  const { missing, inkIn } = await drawn({ learnerName: '龑喆燚䶮㛃𠮷𬭎𫖯', teacherName: '镕堃犇赟𨱏𬬻㸆' })
  expect(missing).toEqual([])
  expect(inkIn(NAME_AREA)).toBeGreaterThan(4000)
})

test('a character that no typeface has is drawn as a frame and reported; the others are drawn as ever', async () => {
  const { missing, inkIn } = await drawn({ learnerName: '𫝀田ب' })
  expect(missing).toEqual(['𫝀', 'ب'])
  expect(inkIn(NAME_AREA)).toBeGreaterThan(1000)
})

test('emoji in a name are left out, and a name of nothing else becomes a kind word', async () => {
  const named = async (learnerName: string) => Buffer.from(await renderCertificate({ ...MEI, learnerName }))

  expect((await named('🌸林晓梅👩🏽‍🎓🇨🇳')).equals(await named('林晓梅'))).toBe(true)
  expect((await named('🌸🌸')).equals(await named('一位同学'))).toBe(true)
})

test('a long verification address still scans', async () => {
  const verifyUrl = `https://school.example.cn/shop/verify?number=XT-2026-7K3M9Q2F&from=${'x'.repeat(160)}`
  expect((await drawn({ verifyUrl })).scanned()).toBe(verifyUrl)
})
