import protobuf from 'protobufjs'
import { encodeAnswer, encodeRefusal, openApiArguments } from './envelope'

// The independent witness: the same messages by protobufjs, from the names the SDK itself uses.
const { root } = protobuf.parse(`
  syntax = "proto2";
  message Pair { optional string key = 1; optional bytes value = 2; optional string contenttype = 3; optional string filename = 4; }
  message OpenApiData { repeated Pair pairs = 1; }
  message CommApiData { optional int32 apiType = 1; optional OpenApiData openapiData = 2; }
  message CommOpenApiResp { optional bytes respData = 1; optional string contentType = 2; optional int32 errorCode = 3; optional int32 httpCode = 4; }
`)
const read = (bytes: Buffer) => {
  const type = root.lookupType('CommOpenApiResp')
  return type.toObject(type.decode(bytes), { bytes: String })
}

test('a call recorded from the SDK is read', () => {
  const recorded =
    '0800124a0a0e0a057363656e65120522613d31220a150a0470616765120d2270616765732f696e646578220a210a0a6c696e655f636f6c6f7212137b2272223a302c2267223a302c2262223a307d'
  expect(openApiArguments(Buffer.from(recorded, 'hex'))).toEqual({
    scene: 'a=1',
    page: 'pages/index',
    line_color: { r: 0, g: 0, b: 0 },
  })
})

test('a long text and a file are read', () => {
  const type = root.lookupType('CommApiData')
  const content = '课'.repeat(5000)
  const pairs = [
    { key: 'content', value: Buffer.from(JSON.stringify(content)) },
    { key: 'media', value: Buffer.from([0, 1, 200]), filename: 'media.png' },
  ]
  const sent = Buffer.from(type.encode(type.fromObject({ apiType: 0, openapiData: { pairs } })).finish())
  expect(openApiArguments(sent)).toEqual({ content, media: Buffer.from([0, 1, 200]) })
})

test('answers are what protobufjs reads', () => {
  expect(read(encodeAnswer({ json: { errcode: 0, errmsg: 'ok' } }))).toEqual({
    respData: Buffer.from('{"errcode":0,"errmsg":"ok"}').toString('base64'),
    contentType: 'application/json; encoding=utf-8',
    errorCode: 0,
    httpCode: 200,
  })
  const picture = Buffer.alloc(300, 7)
  expect(read(encodeAnswer({ contentType: 'image/png', bytes: picture }))).toMatchObject({
    respData: picture.toString('base64'),
    contentType: 'image/png',
  })
  expect(read(encodeRefusal(-604101))).toEqual({ errorCode: -604101, httpCode: 200 })
})

test('a message cut in the middle is refused', () => {
  const cut = Buffer.from('0800124a0a0e0a0573', 'hex')
  expect(() => openApiArguments(cut)).toThrow('the protobuf message ends inside a field')
})
