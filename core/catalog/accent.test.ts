import { accentFrom } from './accent'

test('one colour becomes what light and dark need; without one the house has its own', () => {
  expect(accentFrom('')).toBeNull()
  expect(accentFrom('#2F4B7C')).toEqual({
    light: { blossom: '#2F4B7C', press: '#273F68', wash: '#E7E7E7', faint: '#A9B3C3' },
    dark: { blossom: '#9DAAC1', press: '#B9C2D3', wash: '#312F2D', faint: '#53565C' },
  })
})

test.each(['#FFFFFF', '#FF9A66', '#E0B000', '#00B578'])('%s is refused: white on it cannot be read', (colour) => {
  expect(() => accentFrom(colour)).toThrow(expect.objectContaining({ code: 'COLOUR_TOO_PALE' }))
})

test.each(['#C44D16', '#B3261E', '#3F6B45', '#6B4FA0', '#000000', '#767676'])('%s is taken', (colour) => {
  expect(accentFrom(colour)?.light.blossom).toBe(colour)
})
