import { eventChannels } from './eventChannel'

test('what the opener sends before the page listens is not lost', () => {
  const heard: unknown[] = []
  const { opener, opened } = eventChannels()
  opener.emit('course', 'tea', 1)
  opener.emit('course', 'ink', 2)
  opened.on('course', (...args) => heard.push(args))
  opener.emit('course', 'sky', 3)
  expect(heard).toEqual([
    ['tea', 1],
    ['ink', 2],
    ['sky', 3],
  ])
})

test('the opened page answers to the events that navigateTo was given', () => {
  const heard: unknown[] = []
  const { opened } = eventChannels({ chosen: (id) => heard.push(id) })
  opened.emit('chosen', 'tea')
  opened.emit('other', 'ink')
  expect(heard).toEqual(['tea'])
})

test('once hears once, off hears no more', () => {
  const heard: string[] = []
  const { opener, opened } = eventChannels()
  const always = () => heard.push('always')
  opened.once('a', () => heard.push('once'))
  opened.on('a', always)
  opener.emit('a')
  opener.emit('a')
  opened.off('a', always)
  opener.emit('a')
  expect(heard).toEqual(['once', 'always', 'always'])
})
