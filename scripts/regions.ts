import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pack, type Ranges, unpack } from '../platform/regions/packing'
import { root } from './build'

/**
 * `npm run regions -- FILE.xdb SOURCE`: writes the table of addresses and regions (platform/regions/regions.json) from a database of ip2region
 * (github.com/lionsoul2014/ip2region, Apache-2.0), version 2 of its format: IPv4, `国家|区域|省份|城市|ISP`. Provinces in China, countries elsewhere;
 * neighbours of one region become one range.
 */

const FORMAT = 2
const SEGMENT_BYTES = 14
const OUT = join(root, 'platform/regions/regions.json')

/** As the rule counts them (省、自治区、直辖市、特别行政区), by the name that the database gives without its 省. */
const PROVINCES: Record<string, string> = {
  北京: 'Beijing',
  天津: 'Tianjin',
  河北: 'Hebei',
  山西: 'Shanxi',
  内蒙古: 'Inner Mongolia',
  辽宁: 'Liaoning',
  吉林: 'Jilin',
  黑龙江: 'Heilongjiang',
  上海: 'Shanghai',
  江苏: 'Jiangsu',
  浙江: 'Zhejiang',
  安徽: 'Anhui',
  福建: 'Fujian',
  江西: 'Jiangxi',
  山东: 'Shandong',
  河南: 'Henan',
  湖北: 'Hubei',
  湖南: 'Hunan',
  广东: 'Guangdong',
  广西: 'Guangxi',
  海南: 'Hainan',
  重庆: 'Chongqing',
  四川: 'Sichuan',
  贵州: 'Guizhou',
  云南: 'Yunnan',
  西藏: 'Xizang',
  陕西: 'Shaanxi',
  甘肃: 'Gansu',
  青海: 'Qinghai',
  宁夏: 'Ningxia',
  新疆: 'Xinjiang',
  香港: 'Hong Kong, China',
  澳门: 'Macao, China',
  台湾: 'Taiwan, China',
}
const WITH_CHINA = ['香港', '澳门', '台湾']

/** Countries that the database calls by another name than Unicode's tables do. */
const COUNTRIES: Record<string, string> = {
  阿联酋: 'AE',
  巴勒斯坦: 'PS',
  刚果金: 'CD',
  刚果布: 'CG',
  马其顿: 'MK',
  波黑: 'BA',
  留尼旺: 'RE',
  圣马丁: 'MF',
  孟加拉: 'BD',
  托克劳群岛: 'TK',
  瓦利斯和富图纳群岛: 'WF',
  中非: 'CF',
  多米尼加: 'DO',
  法国南部领地: 'TF',
  南乔治亚岛和南桑威奇群岛: 'GS',
  蒙塞拉特岛: 'MS',
}
const UNKNOWN = ''

type Name = [zh: string, en: string]

function codesByName(): Map<string, string> {
  const chinese = new Intl.DisplayNames(['zh-Hans'], { type: 'region', fallback: 'none' })
  const letters = Array.from({ length: 26 }, (_, n) => String.fromCharCode(65 + n))
  const codes = letters.flatMap((a) => letters.map((b) => a + b))
  const named = codes.flatMap((code): [string, string][] => {
    const name = chinese.of(code)
    return name ? [[name, code]] : []
  })
  return new Map([...named, ...Object.entries(COUNTRIES)])
}

/** The region a segment stands for; its name in Chinese is also its key. */
function regionNamer(): (said: string) => Name {
  const codes = codesByName()
  const english = new Intl.DisplayNames(['en'], { type: 'region' })
  return (said) => {
    const [country = '', , province = ''] = said.split('|')
    if (country === '中国') {
      const name = province.replace(/省$/, '')
      const en = PROVINCES[name]
      return en ? [WITH_CHINA.includes(name) ? `中国${name}` : name, en] : [UNKNOWN, UNKNOWN]
    }
    const code = codes.get(country)
    return code ? [country, english.of(code) ?? code] : [UNKNOWN, UNKNOWN]
  }
}

type Segment = { start: number; end: number; said: string }

function* segmentsOf(xdb: Buffer): Generator<Segment> {
  if (xdb.readUInt16LE(0) !== FORMAT) throw new Error(`format ${xdb.readUInt16LE(0)}: only ${FORMAT} is read`)
  const last = xdb.readUInt32LE(12)
  for (let at = xdb.readUInt32LE(8); at <= last; at += SEGMENT_BYTES) {
    const [length, place] = [xdb.readUInt16LE(at + 8), xdb.readUInt32LE(at + 10)]
    const said = xdb.toString('utf8', place, place + length)
    yield { start: xdb.readUInt32LE(at), end: xdb.readUInt32LE(at + 4), said }
  }
}

function rangesOf(xdb: Buffer): { ranges: Ranges; names: Name[] } {
  const nameOf = regionNamer()
  const names: Name[] = [[UNKNOWN, UNKNOWN]]
  const starts: number[] = []
  const regions: number[] = []
  for (const { start, said } of segmentsOf(xdb)) {
    const name = nameOf(said)
    const known = names.findIndex(([zh]) => zh === name[0])
    const region = known < 0 ? names.push(name) - 1 : known
    if (region === regions.at(-1)) continue
    starts.push(start)
    regions.push(region)
  }
  return { ranges: { starts: Uint32Array.from(starts), regions: Uint16Array.from(regions) }, names }
}

/** What was packed must say of the first and last address of every segment what the database says. */
function verify(xdb: Buffer, packed: string, count: number, names: Name[]): number {
  const { starts, regions } = unpack(packed, count)
  const nameOf = regionNamer()
  let range = 0
  let seen = 0
  for (const { start, end, said } of segmentsOf(xdb))
    for (const address of [start, end]) {
      while ((starts[range + 1] ?? Number.POSITIVE_INFINITY) <= address) range += 1
      const found = names[regions[range] ?? 0]?.[0]
      if (found !== nameOf(said)[0]) throw new Error(`${address}: ${found} instead of ${said}`)
      seen += 1
    }
  return seen
}

const [file, source] = process.argv.slice(2)
if (!file || !source) {
  console.error('npm run regions -- FILE.xdb SOURCE')
  process.exit(2)
}
const xdb = readFileSync(file)
const { ranges, names } = rangesOf(xdb)
const packed = pack(ranges)
const seen = verify(xdb, packed, ranges.starts.length, names)
const table = {
  source,
  licence: 'Apache-2.0',
  madeAt: new Date(xdb.readUInt32LE(4) * 1000).toISOString().slice(0, 10),
  ranges: ranges.starts.length,
  names,
  packed,
}
writeFileSync(OUT, `${JSON.stringify(table)}\n`)
console.log(
  `${seen} addresses compared, ${table.ranges} ranges, ${names.length} regions, ${packed.length} bytes packed`,
)
