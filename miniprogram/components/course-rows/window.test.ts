import { changesAround } from './window'

const pages = (drawn: string) => [...drawn].map((sign) => ({ isDrawn: sign === '#', height: 3000 }))

test('of a long list five pages are drawn: the one on the screen and two on either side', () => {
  expect(changesAround(pages('#######'), 6)).toEqual({ far: [0, 1, 2, 3], near: [] })
  expect(changesAround(pages('..#####'), 2)).toEqual({ far: [5, 6], near: [0, 1] })
  expect(changesAround(pages('#####'), 2)).toEqual({ far: [], near: [] })
})
