import { doorsOf } from './doors'

test('a learner sees no door but their own; staff see the office, a teacher the income', () => {
  expect(doorsOf({ roles: ['learner'], isTeacher: false }, undefined)).toEqual({ office: false, income: false })
  expect(doorsOf({ roles: ['learner', 'editor'], isTeacher: false }, undefined)).toEqual({
    office: true,
    income: false,
  })
  expect(doorsOf({ roles: ['learner', 'support'], isTeacher: false }, undefined)).toEqual({
    office: true,
    income: false,
  })
  expect(doorsOf({ roles: ['learner', 'admin'], isTeacher: true }, undefined)).toEqual({ office: true, income: true })
  expect(doorsOf({ roles: ['learner'], isTeacher: true }, undefined)).toEqual({ office: false, income: true })
})

test('who was a teacher keeps the way to what is left, who was of the staff does not', () => {
  const before = { office: true, income: true }
  expect(doorsOf({ roles: ['learner'], isTeacher: false }, before)).toEqual({ office: false, income: true })
})
