import { remember } from './history'

test('the newest search comes first, each once, eight at most', () => {
  expect(remember(['茶', '墨'], '墨')).toEqual(['墨', '茶'])
  expect(remember(['1', '2', '3', '4', '5', '6', '7', '8'], '9')).toEqual(['9', '1', '2', '3', '4', '5', '6', '7'])
})

test('looking for nothing is not remembered', () => {
  expect(remember(['茶'], '')).toEqual(['茶'])
})
