import { accentStyle } from './accent'

test('a shop’s colour stands over the tokens of both themes; without one nothing does', () => {
  const accent = {
    light: { blossom: '#2F4B7C', press: '#273F68', wash: '#E7E7E7', faint: '#A9B3C3' },
    dark: { blossom: '#9DAAC1', press: '#B9C2D3', wash: '#312F2D', faint: '#53565C' },
  }
  expect(accentStyle(accent)).toBe(
    ';--shop-blossom-light:#2F4B7C;--shop-press-light:#273F68;--shop-wash-light:#E7E7E7;--shop-faint-light:#A9B3C3' +
      ';--shop-blossom-dark:#9DAAC1;--shop-press-dark:#B9C2D3;--shop-wash-dark:#312F2D;--shop-faint-dark:#53565C',
  )
  expect(accentStyle(null)).toBe('')
})
