import { MEI, memorySchool } from '../../platform/memory/school'
import type { Caller } from '../ports'
import { officeTerms } from './officeTerms'

const ADMIN: Caller = { userId: 'office', openid: '', roles: ['admin'] }
const YEAR = { planId: 'year', title: '年卡', days: 365, fen: 29900, percent: 0, rights: ['全部课程'] }
const MONTH = { ...YEAR, planId: 'month', title: '月卡', days: 31, fen: 3900, percent: 80 }

test('the office sees every plan in its order, also one that is off the shelf', async () => {
  const { ports } = await memorySchool()
  const plan = (plan: typeof YEAR, isOnSale: boolean, rank: number) =>
    officeTerms(ports)(ADMIN, { action: 'plan', plan, isOnSale, rank })
  await plan(YEAR, true, 2)
  await plan(MONTH, false, 1)
  expect(await officeTerms(ports)(ADMIN, { action: 'plans' })).toEqual({
    action: 'plans',
    plans: [
      { plan: MONTH, isOnSale: false, rank: 1 },
      { plan: YEAR, isOnSale: true, rank: 2 },
    ],
  })
})

test('before income is shared the office learns whose account it is', async () => {
  const { ports } = await memorySchool()
  const whose = (userId: string) => officeTerms(ports)(ADMIN, { action: 'teacher', userId })
  expect(await whose(MEI.userId)).toEqual({ action: 'teacher', userId: MEI.userId, nickname: '小梅' })
  expect(await whose('nobody')).toEqual({ action: 'teacher', userId: 'nobody', nickname: null })
})
