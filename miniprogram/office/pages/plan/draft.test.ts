import { askedOf, draftOf, NEW_PLAN } from './draft'

const YEAR = {
  plan: { planId: 'year', title: '年卡', days: 365, fen: 29900, percent: 80, rights: ['全部课程八折', '会员群'] },
  isOnSale: true,
  rank: 2,
}

test('a plan comes out of the boxes as it went in', () => {
  expect(askedOf(draftOf(YEAR), 'fresh')).toEqual({ action: 'plan', ...YEAR })
})

test('a new plan gets the fresh name; empty lines are no rights', () => {
  expect(askedOf({ ...NEW_PLAN, title: ' 月卡 ', yuan: '39', rights: '\n 全部课程 \n\n' }, 'plan-1')).toEqual({
    action: 'plan',
    plan: { planId: 'plan-1', title: '月卡', days: 365, fen: 3900, percent: 0, rights: ['全部课程'] },
    isOnSale: true,
    rank: 1,
  })
})

test.each([
  [{ title: '' }, '给方案起个名字,比如「年卡」'],
  [{ yuan: '0' }, '价格填 0.01 到 100000 元'],
  [{ days: '0' }, '天数填 1 到 3660'],
  [{ percent: '120' }, '会员价填 0 到 100:0 是免费,80 是八折'],
  [{ rank: 'x' }, '排序填 0 到 100,小的在前'],
])('%j is told what is wrong', (change, wrong) => {
  expect(askedOf({ ...draftOf(YEAR), ...change }, 'fresh')).toEqual({ wrong })
})
