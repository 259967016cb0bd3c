Page({
  data: {
    log: [] as unknown[],
    isBusy: false,
    avatar: '',
    motion: {} as unknown,
    leaf: '',
    nodes: [
      {
        name: 'p',
        attrs: { style: 'color: rgb(196, 77, 22)' },
        children: [{ type: 'text', text: '一段 &lt;b&gt; 文字' }],
      },
      { name: 'script', children: [{ type: 'text', text: 'window.broken = 1' }] },
    ],
    html: '<h3>标题</h3><p>正文<img src="/images/leaf.svg" onerror="window.broken=1"></p><script>window.broken=1</script>',
  },
  note(name: string, detail: unknown) {
    this.setData({ log: [...this.data.log, [name, detail]] })
  },
  onLoadImage(event: WechatMiniprogram.CustomEvent) {
    this.note('load', event.detail)
  },
  onErrorImage() {
    this.note('error', null)
  },
  onTap(event: WechatMiniprogram.TouchEvent) {
    this.note('tap', event.currentTarget.id)
  },
  onAvatar(event: WechatMiniprogram.CustomEvent<{ avatarUrl: string }>) {
    const { avatarUrl } = event.detail
    const text = wx.getFileSystemManager().readFileSync(avatarUrl, 'base64')
    this.setData({ avatar: avatarUrl })
    this.note('avatar', { extension: avatarUrl.split('.').pop(), isWhole: text === this.data.leaf })
  },
  onMove() {
    this.setData({ motion: wx.createAnimation({ duration: 80 }).translateX(40).opacity(0.5).step().export() })
  },
  onShareAppMessage() {
    return { title: '来看厨房', path: '/pages/elements/elements?from=share' }
  },
})
