import { regionOf } from './lazy'
import { pack, unpack } from './packing'

const zh = (address: string) => regionOf(address)?.zh ?? null

/** Addresses whose place is public: resolvers of the carriers, universities, and what nobody owns. */
test.each([
  ['60.191.244.5', '浙江'],
  ['114.114.114.114', '江苏'],
  ['202.96.209.133', '上海'],
  ['202.106.0.20', '北京'],
  ['61.128.128.68', '重庆'],
  ['221.11.1.67', '陕西'],
  ['203.198.7.66', '中国香港'],
  ['202.175.3.3', '中国澳门'],
  ['168.95.1.1', '中国台湾'],
  ['8.8.8.8', '美国'],
  ['133.242.255.1', '日本'],
  ['::ffff:60.191.244.5', '浙江'],
])('%s is in %s', (address, place) => {
  expect(zh(address)).toBe(place)
})

test('nobody’s, a neighbour’s and unreadable addresses are nowhere, and IPv6 is not known', () => {
  const nowhere = ['', 'x', '0.0.0.0', '10.0.0.1', '127.0.0.1', '192.168.1.1', '255.255.255.255', '240e::1', '1.2.3']
  expect(nowhere.map(zh)).toEqual(nowhere.map(() => null))
})

test('a region has a name in English too', () => {
  expect(regionOf('60.191.244.5')).toEqual({ zh: '浙江', en: 'Zhejiang' })
  expect(regionOf('8.8.8.8')).toEqual({ zh: '美国', en: 'United States' })
})

test('what is packed is what is unpacked, at the ends too', () => {
  const ranges = {
    starts: Uint32Array.from([0, 1, 128, 16_384, 2_147_483_648, 4_294_967_295]),
    regions: Uint16Array.from([0, 127, 128, 300, 1, 0]),
  }
  expect(unpack(pack(ranges), 6)).toEqual(ranges)
})
