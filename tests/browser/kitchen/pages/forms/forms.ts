Page({
  data: {
    log: [] as unknown[],
    word: '旧',
    fruits: ['杏', '梨', '枣'],
    when: '2026-02-28',
    places: [
      ['春', '夏'],
      ['山', '水'],
    ],
    place: [0, 1],
  },
  note(event: WechatMiniprogram.CustomEvent) {
    this.setData({ log: [...this.data.log, [event.type, event.currentTarget.id, event.detail]] })
  },
})
