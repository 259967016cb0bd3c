import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { accessEvent } from './access'

const FACTS = { envId: 'desk-env', appId: 'wx0000000000000000', clientIp: '203.0.113.7' }

const headersFor = (headers: Record<string, string>) =>
  accessEvent(
    {
      method: 'POST',
      url: new URL('http://127.0.0.1/http/hook'),
      headers,
      body: Buffer.alloc(0),
      raw: new IncomingMessage(new Socket()),
    },
    '/hook',
    FACTS,
  ).headers

test('where a request came from is what the balancer says: what the client wrote is replaced, or one hop further back', () => {
  expect(headersFor({ accept: '*/*' })).toEqual({
    accept: '*/*',
    'x-real-ip': '203.0.113.7',
    'x-forwarded-for': '203.0.113.7',
  })
  expect(headersFor({ 'x-real-ip': '10.0.0.1', 'x-forwarded-for': '10.0.0.1' })).toEqual({
    'x-real-ip': '203.0.113.7',
    'x-forwarded-for': '10.0.0.1, 203.0.113.7',
  })
})
