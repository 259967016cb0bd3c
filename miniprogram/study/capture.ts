/**
 * Lessons ask the phone not to be copied: recordings come out black where WeChat can do that, a film waits while the screen is
 * recorded, a screenshot is answered with a quiet word. None of it stops somebody with a second camera; the mark tells who.
 */
export type CaptureListener = {
  onRecording(isRecording: boolean): void
  onShot(): void
}

type Recording = { state: 'start' | 'stop' } | { state: 'on' | 'off' }

const isOn = ({ state }: Recording): boolean => state === 'start' || state === 'on'

/** Begins to guard the screen; call what it answers when the lesson is left. What a phone does not know is left out. */
export function guardScreen({ onRecording, onShot }: CaptureListener): () => void {
  const hide = (visualEffect: 'hidden' | 'none') => {
    if (wx.canIUse('setVisualEffectOnCapture')) wx.setVisualEffectOnCapture({ visualEffect, fail: () => undefined }) // an older phone goes without
  }
  const heard = (change: Recording) => onRecording(isOn(change))
  const knowsRecording = wx.canIUse('onScreenRecordingStateChanged')

  hide('hidden')
  if (knowsRecording) wx.onScreenRecordingStateChanged(heard)
  if (wx.canIUse('getScreenRecordingState'))
    wx.getScreenRecordingState({ success: (now) => onRecording(isOn(now as Recording)), fail: () => undefined })
  if (wx.canIUse('onUserCaptureScreen')) wx.onUserCaptureScreen(onShot)

  return () => {
    hide('none')
    if (knowsRecording) wx.offScreenRecordingStateChanged(heard)
    // WeChat takes away every listener to screenshots: a lesson is the only one that listens.
    if (wx.canIUse('onUserCaptureScreen')) wx.offUserCaptureScreen()
  }
}
