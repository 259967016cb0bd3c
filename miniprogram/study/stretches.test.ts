import { StretchKeeper } from './stretches'

/** Plays from `from` to `to` with four reports a second. */
function play(keeper: StretchKeeper, from: number, to: number): void {
  for (let at = from; at <= to; at += 0.25) keeper.playing(at)
}

test('what is played without a break is one stretch', () => {
  const keeper = new StretchKeeper()
  play(keeper, 10, 20)
  expect(keeper.take()).toEqual([{ from: 10, to: 20 }])
})

test('it is handed out once, and goes on where it was handed out', () => {
  const keeper = new StretchKeeper()
  play(keeper, 0, 10)
  keeper.take()
  expect(keeper.take()).toEqual([])
  play(keeper, 10, 15)
  expect(keeper.take()).toEqual([{ from: 10, to: 15 }])
})

test('a seek forward does not count what was jumped over', () => {
  const keeper = new StretchKeeper()
  play(keeper, 0, 5)
  play(keeper, 60, 65)
  expect(keeper.take()).toEqual([
    { from: 0, to: 5 },
    { from: 60, to: 65 },
  ])
})

test('a seek back begins a new stretch', () => {
  const keeper = new StretchKeeper()
  play(keeper, 30, 40)
  keeper.moved(10)
  play(keeper, 10, 12)
  expect(keeper.take()).toEqual([
    { from: 30, to: 40 },
    { from: 10, to: 12 },
  ])
})

test('double speed is no jump', () => {
  const keeper = new StretchKeeper()
  for (let at = 0; at <= 20; at += 2) keeper.playing(at)
  expect(keeper.take()).toEqual([{ from: 0, to: 20 }])
})

test('a learner who only moves the slider leaves the place, no seconds', () => {
  const keeper = new StretchKeeper()
  keeper.moved(0)
  keeper.moved(42)
  expect(keeper.take()).toEqual([{ from: 42, to: 42 }])
  expect(keeper.take()).toEqual([])
})

test('a lesson that was opened and left says nothing', () => {
  const keeper = new StretchKeeper()
  keeper.moved(42)
  expect(keeper.take()).toEqual([])
})
