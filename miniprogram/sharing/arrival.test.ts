import { arrivalOf, courseIdOf } from './arrival'

test('an address says whose share it is, however one came', () => {
  expect(arrivalOf({ courseId: 'tea', p: 'ABCD1234', via: 'timeline' })).toEqual({
    code: 'ABCD1234',
    courseId: 'tea',
    via: 'timeline',
  })
  expect(arrivalOf({ p: 'ABCD1234', via: 'pigeon' })).toEqual({ code: 'ABCD1234', courseId: '', via: 'card' })
  expect(arrivalOf({ scene: 'spring-ink%7EABCD1234' })).toEqual({
    code: 'ABCD1234',
    courseId: 'spring-ink',
    via: 'poster',
  })
})

test('what is nobody’s share is none', () => {
  const queries = [{}, { courseId: 'tea' }, { p: 'abcd1234' }, { p: 'ABCD123' }, { scene: 'w=XYZ' }, { scene: '%' }]
  expect(queries.map((query) => arrivalOf(query))).toEqual(queries.map(() => null))
})

test('the course is named by the address, or by the code that was scanned', () => {
  expect([{ courseId: 'tea' }, { scene: 'ink~ABCD1234' }, {}].map((query) => courseIdOf(query))).toEqual([
    'tea',
    'ink',
    '',
  ])
})
