import { cloudFailure, faultDesk, type Meeting } from './faults'

const write = (done: string[], subject = 'orders'): Meeting<string> => ({
  service: 'database',
  action: 'database.modifyDocument',
  subject,
  fail: cloudFailure,
  kill: () => void done.push('killed'),
  work: () => {
    done.push('written')
    return 'ok'
  },
})

test('a fault hits as often as it was ordered, after the calls it lets pass, and nothing else', async () => {
  const faults = faultDesk()
  const done: string[] = []
  faults.order({
    service: 'database',
    action: 'database.modifyDocument:orders',
    kind: 'errorBefore',
    skip: 1,
    times: 2,
  })
  const told: string[] = []
  for (const subject of ['orders', 'people', 'orders', 'orders', 'orders']) {
    told.push(await faults.around(write(done, subject)).catch((error) => `${subject} ${error.code}`))
  }
  expect(told).toEqual(['ok', 'ok', 'orders SYS_ERR', 'orders SYS_ERR', 'ok'])
  expect(done).toEqual(['written', 'written', 'written'])
  expect(faults.list()).toEqual([])
})

test('the work of an answer that is lost was done', async () => {
  const faults = faultDesk()
  const done: string[] = []
  faults.order({ service: 'database', kind: 'errorAfter', code: 'SERVER_TIMEOUT' })
  await expect(faults.around(write(done))).rejects.toMatchObject({ code: 'SERVER_TIMEOUT' })
  faults.order({ service: 'database', kind: 'killAfter' })
  await expect(faults.around(write(done))).rejects.toMatchObject({ code: 'SYS_ERR' })
  faults.order({ service: 'database', kind: 'killBefore' })
  await expect(faults.around(write(done))).rejects.toMatchObject({ code: 'SYS_ERR' })
  expect(done).toEqual(['written', 'written', 'killed', 'killed'])
})

test('an order that makes no sense is refused', () => {
  expect(() => faultDesk().order({ service: 'database', kind: 'delay', ms: -1 })).toThrow()
})
