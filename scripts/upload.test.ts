import { root } from './build'
import { readMiniProgram } from './platformRules/miniProgram'
import { describeUpload, reasonsAgainst, type Upload, uploaderArguments } from './upload'

const UPLOAD: Upload = {
  appid: 'wx0123456789abcdef',
  version: '1.2.3',
  words: 'a second tap resumes the same bill',
  key: 'private.key',
  robot: '1',
}
const it = readMiniProgram(root)
const facts = { it, isClean: true, keyExists: true }

test('with a key and a mini-program of one’s own nothing stands against an upload', () => {
  expect(reasonsAgainst(UPLOAD, facts)).toEqual([])
  expect(uploaderArguments(UPLOAD)).toEqual([
    '--yes',
    'miniprogram-ci@2.1.42',
    'upload',
    '--pp',
    root,
    '--pkp',
    'private.key',
    '--appid',
    'wx0123456789abcdef',
    '--uv',
    '1.2.3',
    '--ud',
    'a second tap resumes the same bill',
    '-r',
    '1',
    '--use-project-config',
    'true',
  ])
})

test('what is missing is said, all of it at once', () => {
  const { key: _, ...keyless } = UPLOAD
  expect(reasonsAgainst({ ...keyless, appid: 'touristappid' }, { ...facts, keyExists: false })).toEqual([
    'no key: name the file with --key',
    'no mini-program: put its AppID into project.config.json, or name it with --appid',
  ])
  expect(
    reasonsAgainst({ ...UPLOAD, appid: 'wx12', version: '1', robot: '31' }, { ...facts, keyExists: false }),
  ).toEqual([
    'there is no file private.key',
    'wx12 is no AppID: it is wx and sixteen characters',
    'the version 1 in package.json is not like 1.2.3',
    'robot 31: WeChat has 1 to 30',
  ])
})

test('a rule of the platform that is broken stands against it', () => {
  const broken = { ...it, texts: new Map([...it.texts, ['pages/home/gift.ts', "const words = '分享得红包'"]]) }
  expect(reasonsAgainst(UPLOAD, { ...facts, it: broken })).toEqual([
    'W19 pages/home/gift.ts:1: promises something for sharing: 分享得',
  ])
})

test('what would be uploaded is told, also that not all of it is committed', () => {
  const lines = describeUpload(UPLOAD, { ...facts, isClean: false })
  expect(lines[0]).toBe('mini-program wx0123456789abcdef, version 1.2.3: a second tap resumes the same bill')
  expect(lines[2]).toMatch(/^main +[\d.]+ KB of +1536\.0 KB$/m)
  expect(lines[3]).toBe('what is not committed would be uploaded as well')
})
