import { multipart } from './multipart'

const form = (...parts: string[]) =>
  Buffer.from([...parts.map((part) => `--mark\r\n${part}\r\n`), '--mark--\r\n'].join(''), 'latin1')

test('a form gives its fields, and its bytes untouched', () => {
  const bytes = '\x00\r\n\r\n--not the mark\xff'
  const body = form(
    'Content-Disposition: form-data; name="action"\r\n\r\nwx.openApi',
    `Content-Disposition: form-data; name="requestData"\r\nContent-Type: application/octet-stream\r\n\r\n${bytes}`,
    'Content-Disposition: form-data; filename="name.png"; name="media"\r\n\r\n',
  )
  expect(multipart('multipart/form-data; boundary=mark', body)).toEqual([
    { name: 'action', isFile: false, bytes: Buffer.from('wx.openApi') },
    { name: 'requestData', isFile: true, bytes: Buffer.from(bytes, 'latin1') },
    { name: 'media', isFile: true, bytes: Buffer.alloc(0) },
  ])
})

test('what is no form is said to be none', () => {
  expect(multipart('application/json', Buffer.from('{}'))).toBeUndefined()
  expect(multipart('multipart/form-data; boundary="mark"', Buffer.from('--mark\r\ncut'))).toEqual([])
})
