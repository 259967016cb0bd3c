import { firstOf, isWeakNetwork, type Rendition, Stalls, smallerThan } from './quality'

const film = (quality: Rendition['quality']): Rendition => ({ quality, url: `https://a.example/${quality}.mp4` })
const FILMS = [film('1080p'), film('720p'), film('480p')]

test('a phone begins with 720 lines, on a weak network with the fewest, and with what was chosen by hand', () => {
  expect(firstOf(FILMS, '', false)?.quality).toBe('720p')
  expect(firstOf(FILMS, '', true)?.quality).toBe('480p')
  expect(firstOf(FILMS, '1080p', true)?.quality).toBe('1080p')
  expect(firstOf(FILMS, '360p', false)?.quality).toBe('720p')
  expect(firstOf([film('480p'), film('360p')], '', false)?.quality).toBe('480p')
  expect(firstOf([], '', false)).toBeUndefined()
})

test('below the smallest film there is none', () => {
  expect(smallerThan(FILMS, '720p')?.quality).toBe('480p')
  expect(smallerThan(FILMS, '480p')).toBeUndefined()
})

test('weak networks are those of long ago', () => {
  expect(['2g', '3g', '4g', '5g', 'wifi', 'none'].filter(isWeakNetwork)).toEqual(['2g', '3g'])
})

test('a film that stops three times in twenty seconds is too large', () => {
  const stalls = new Stalls()
  for (const at of [0, 6000]) {
    stalls.stops(at)
    stalls.goesOn()
  }
  expect(stalls.isTooMuch(7000)).toBe(false)
  stalls.stops(12_000)
  expect(stalls.isTooMuch(12_000)).toBe(true)
})

test('one stop of five seconds is enough; one a minute is nothing', () => {
  const long = new Stalls()
  long.stops(0)
  expect([long.isTooMuch(4000), long.isTooMuch(5000)]).toEqual([false, true])
  const rare = new Stalls()
  for (const at of [0, 60_000, 120_000]) {
    rare.stops(at)
    rare.goesOn()
  }
  expect(rare.isTooMuch(121_000)).toBe(false)
})

test('a jump forgets what was before', () => {
  const stalls = new Stalls()
  stalls.stops(0)
  stalls.forget()
  expect(stalls.isTooMuch(9000)).toBe(false)
})
