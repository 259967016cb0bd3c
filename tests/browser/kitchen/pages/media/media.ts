const SOUND_EVENTS = ['onPlay', 'onPause', 'onEnded', 'onStop', 'onError'] as const

Page({
  data: {
    clip: '/media/clip.webm',
    tone: '',
    log: [] as unknown[],
    into: '',
    slide: 0,
    dots: true,
    refreshing: false,
    drawn: '',
  },
  note(event: WechatMiniprogram.CustomEvent) {
    if (event.type === 'timeupdate' || event.type === 'progress' || event.type === 'scroll') return
    this.setData({ log: [...this.data.log, [event.type, event.currentTarget.id, event.detail]] })
  },
  onLoad({ clip, tone }: Record<string, string | undefined>) {
    if (clip) this.setData({ clip: decodeURIComponent(clip) })
    if (tone) this.setData({ tone: decodeURIComponent(tone) })
  },
  say(name: string, detail: unknown) {
    this.setData({ log: [...this.data.log, [name, 'sound', detail]] })
  },
  onSound() {
    const sound = wx.getBackgroundAudioManager()
    for (const name of SOUND_EVENTS) sound[name]((detail?: unknown) => this.say(name, detail))
    sound.src = this.data.tone
    sound.title = '一段声音'
    sound.startTime = 2
    sound.playbackRate = 1.5
    sound.src = this.data.tone
  },
  onHush() {
    const sound = wx.getBackgroundAudioManager()
    this.say('at', { isPast: sound.currentTime >= 2, duration: Math.round(sound.duration), paused: sound.paused })
    sound.pause()
  },
  onSeek() {
    const clip = wx.createVideoContext('clip')
    clip.playbackRate(2)
    clip.seek(4)
    clip.play()
  },
  onRefresh(event: WechatMiniprogram.CustomEvent) {
    this.setData({ refreshing: true })
    this.note(event)
  },
  onJump() {
    this.setData({ into: 'row15' })
  },
  onNext() {
    this.setData({ slide: 2 })
  },
  onReady() {
    wx.createSelectorQuery()
      .select('#canvas')
      .fields({ node: true, size: true })
      .exec(([found]) => {
        const { node, width, height } = found
        node.width = width
        node.height = height
        const pen = node.getContext('2d')
        pen.fillStyle = '#c44d16'
        pen.fillRect(0, 0, width / 2, height)
        this.setData({ drawn: `${width}x${height}` })
      })
  },
})
