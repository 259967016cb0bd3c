import { guardScreen } from './capture'

type Listener = (change: { state: string }) => void

/** A phone with these abilities, that tells what the mini-program asked of it. */
function phone(abilities: string[], isRecording = false) {
  const asked: string[] = []
  const recording = new Set<Listener>()
  const shots = new Set<() => void>()
  Object.assign(globalThis, {
    wx: {
      canIUse: (name: string) => abilities.includes(name),
      setVisualEffectOnCapture: ({ visualEffect }: { visualEffect: string }) => void asked.push(visualEffect),
      getScreenRecordingState: ({ success }: { success: Listener }) => success({ state: isRecording ? 'on' : 'off' }),
      onScreenRecordingStateChanged: (listener: Listener) => void recording.add(listener),
      offScreenRecordingStateChanged: (listener: Listener) => void recording.delete(listener),
      onUserCaptureScreen: (listener: () => void) => void shots.add(listener),
      offUserCaptureScreen: () => shots.clear(),
    },
  })
  return {
    asked,
    record(state: 'start' | 'stop') {
      for (const listener of [...recording]) listener({ state })
    },
    shoot() {
      for (const listener of [...shots]) listener()
    },
  }
}
const ALL = [
  'setVisualEffectOnCapture',
  'getScreenRecordingState',
  'onScreenRecordingStateChanged',
  'onUserCaptureScreen',
]

function guarded() {
  const heard: string[] = []
  const release = guardScreen({
    onRecording: (isOn) => void heard.push(isOn ? 'recording' : 'free'),
    onShot: () => void heard.push('shot'),
  })
  return { heard, release }
}

test('while a lesson is open recordings are told; when it is left the phone is as before', () => {
  const mei = phone(ALL)
  const { heard, release } = guarded()
  mei.record('start')
  mei.shoot()
  mei.record('stop')
  release()
  mei.record('start')
  mei.shoot()
  expect({ heard, asked: mei.asked }).toEqual({
    heard: ['free', 'recording', 'shot', 'free'],
    asked: ['hidden', 'none'],
  })
})

test('a recording that began before the lesson is seen', () => {
  phone(ALL, true)
  expect(guarded().heard).toEqual(['recording'])
})

test('a phone that can none of it plays as ever', () => {
  const mei = phone([])
  const { heard, release } = guarded()
  release()
  expect({ heard, asked: mei.asked }).toEqual({ heard: [], asked: [] })
})
