import { apiFor } from './site'

const DEFAULT = 'https://school-1250000000.ap-shanghai.app.tcloudbase.com'

test('browsers ask by the school’s own domain where notices use it, else by the environment’s address', () => {
  expect([
    apiFor(`${DEFAULT}/payNotify`, DEFAULT),
    apiFor('https://api.school.example.cn/payNotify', DEFAULT),
    apiFor('https://gate.example.cn/notices', DEFAULT),
  ]).toEqual([DEFAULT, 'https://api.school.example.cn', DEFAULT])
})
