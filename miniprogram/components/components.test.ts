/** @jest-environment jsdom */
import { join } from 'node:path'
import simulate from 'miniprogram-simulate'

const root = join(__dirname, '..')
const SPRING = {
  courseId: 'spring',
  title: '春日水墨',
  summary: '',
  teacherName: '沈青禾',
  category: '书画',
  tags: [],
  form: 'series',
  kinds: ['video'],
  fen: 19900,
  lessonCount: 6,
  durationSeconds: 4800,
  coverUrl: null,
  seats: null,
}

/** A component on a page of its own, with these properties. */
function given(name: string, properties: Record<string, unknown>) {
  // A component's script registers it once; the simulator wants it registered for each test.
  jest.resetModules()
  const component = simulate.render(simulate.load(join(__dirname, name, name), { rootPath: root }), properties)
  component.attach(document.body)
  return component
}

type Shown = ReturnType<typeof given>

/** Does what a tap on the part bound to `handler` does. */
function press(component: Shown, handler: string): void {
  const method = component.instance[handler]
  if (!method) throw new Error(`there is no ${handler}`)
  method.call(component.instance)
}

/** Counts the events that a component sends to its page. */
function counted(component: Shown, event: string): () => number {
  let times = 0
  // The simulator's types leave this method out.
  const heard = component as unknown as { addEventListener(name: string, listener: () => void): void }
  heard.addEventListener(event, () => {
    times += 1
  })
  return () => times
}

const onPhone = (platform: string) =>
  Object.assign(wx, {
    getDeviceInfo: () => ({ platform, system: 'iOS 17.4' }),
    getAppBaseInfo: () => ({ version: '8.0.60', language: 'zh_CN' }),
  })
beforeEach(() => onPhone('android'))

test('on a phone where nothing may be sold only what is free says what it costs', () => {
  onPhone('ios')
  expect(given('price', { fen: 990 }).dom?.textContent).toBe('')
  expect(given('price', { fen: 0 }).dom?.textContent).toBe('免费')
})

test('a price is digits in yuan, and nothing to pay is 免费', () => {
  expect(given('price', { fen: 990 }).dom?.textContent).toBe('¥9.9')
  expect(given('price', { fen: 0 }).dom?.textContent).toBe('免费')
})

test('without a picture the cover is painted from the title, each title in its own tone', () => {
  const painted = (title: string) => given('cover', { url: '', title }).querySelector('.painted')?.dom
  expect(painted('春日水墨')?.textContent).toBe('春日水墨')
  expect(painted('春日水墨')?.className).toBe(painted('春日水墨')?.className)
  expect(painted('春日水墨')?.className).not.toBe(painted('睡前歇一歇')?.className)
})

test('a cover asks the storage for its size, keeps what is shown when only the link is new, and tries a broken one as it is', () => {
  const link = (sign: string) => `https://786c-xly.tcb.qcloud.la/tea.jpg?sign=${sign}&t=1591752049`
  const cover = given('cover', { url: link('a'), title: '茶', size: 'small' })
  const src = () => cover.data.src
  const asked = src()
  expect(asked).toMatch(/^https:.*\?sign=a&t=1591752049&imageMogr2\/thumbnail\/\d+x\/format\/webp\/ignore-error\/1$/)
  cover.setData({ url: link('b') })
  expect(src()).toBe(asked)
  press(cover, 'onPictureError')
  expect(src()).toBe(link('b'))
  press(cover, 'onPictureError')
  expect(cover.querySelector('.painted')?.dom?.textContent).toBe('茶')
  cover.setData({ url: link('c') })
  expect(src()).toMatch(/sign=c.*imageMogr2/)
})

test('a picture is asked for as wide as it is shown; a broken one as it is, and anew when there is a newer link', () => {
  const link = (sign: string) => `https://786c-xly.tcb.qcloud.la/mei.jpg?sign=${sign}&t=1591752049`
  const picture = given('picture', { url: link('a'), across: 72, label: '小梅' })
  const { src } = picture.data
  expect(src).toMatch(/sign=a&t=1591752049&imageMogr2\/thumbnail\/160x\//)
  picture.setData({ url: link('b') })
  expect(picture.data.src).toBe(src)
  press(picture, 'onPictureError')
  expect(picture.data.src).toBe(link('b'))
  press(picture, 'onPictureError')
  picture.setData({ url: link('c') })
  expect(picture.data.src).toMatch(/sign=c.*imageMogr2/)
})

test('a picture that cannot be fetched gives way to the painted cover', () => {
  const cover = given('cover', { url: 'https://a.example/gone.png', title: '茶' })
  expect(cover.querySelector('.painted')).toBeUndefined()
  press(cover, 'onPictureError')
  expect(cover.querySelector('.painted')?.dom?.textContent).toBe('茶')
})

test('a course card tells what a learner decides by, and opens the course', () => {
  const opened: string[] = []
  Object.assign(wx, { navigateTo: ({ url }: { url: string }) => opened.push(url) })
  const card = given('course-card', { card: SPRING })
  expect(card.dom?.textContent).toContain('春日水墨沈青禾系列课 · 6 节 · 1 小时 20 分')
  press(card, 'onTap')
  expect(opened).toEqual(['/pages/course/course?courseId=spring'])
})

test('a card that was searched for marks what was meant, and says where when its title does not', () => {
  const shown = (properties: object) =>
    given('course-card', { card: { ...SPRING, tags: ['零基础'], summary: '画一枝梅' }, ...properties })
  const said = (properties: object) => shown(properties).querySelector('.said')?.dom?.textContent
  expect(shown({ marks: ['水墨'] }).querySelector('.mark')?.dom?.textContent).toBe('水墨')
  expect(said({ marks: ['水墨'] })).toBeUndefined()
  expect(said({ marks: ['零基础'] })).toBe('#零基础')
  expect(said({ marks: ['一枝'] })).toBe('画一枝梅')
  const passage = { lessonId: '05', lessonTitle: '老干新枝', text: '' }
  expect(said({ marks: ['飞白'], passage })).toBe('课里讲到:老干新枝')
})

test('a bar fills as far as the learner is', () => {
  const fill = given('progress', { percent: 40 }).querySelector('.fill')?.dom
  expect([fill?.style.width, fill?.className.includes('done')]).toEqual(['40%', false])
})

test('a failed page says why and offers a way out', () => {
  const state = given('state', { kind: 'failed', text: '网络断了,联网后再试一次', action: '再试一次' })
  const acts = counted(state, 'act')
  expect(state.dom?.textContent).toContain('网络断了,联网后再试一次')
  press(state, 'onActTap')
  expect(acts()).toBe(1)
})
