Page({
  data: { log: [] as unknown[] },
  async run(name: string, act: () => unknown) {
    try {
      this.note(name, await act())
    } catch (error) {
      this.note(name, error instanceof Error ? error.message : error)
    }
  },
  note(name: string, detail: unknown) {
    this.setData({ log: [...this.data.log, [name, detail]] })
  },
  onToast() {
    wx.showToast({ title: '已保存' })
  },
  onModal() {
    this.run('modal', () => wx.showModal({ title: '退出吗', content: '没有保存的会丢掉', confirmText: '退出' }))
  },
  onActions() {
    this.run('actions', () => wx.showActionSheet({ itemList: ['修改', '删除'] }))
  },
  onPay() {
    const signed = { timeStamp: '1', nonceStr: 'n', package: 'prepay_id=p', signType: 'RSA', paySign: 's' } as const
    this.run('pay', () => wx.requestPayment(signed))
  },
  onVirtualPay() {
    const signed = { mode: 'short_series_goods', signData: '{"a":1}', paySig: 'p', signature: 's' }
    // The typings want signData as an object; WeChat wants the text that was signed.
    const request = wx.requestVirtualPayment as unknown as (options: typeof signed) => Promise<unknown>
    this.run('virtualPay', () => request(signed))
  },
  onTake() {
    wx.requestMerchantTransfer({
      mchId: '1900000001',
      appId: 'wx8888888888888888',
      package: 'ABBQ',
      success: (taken) => this.note('take', taken),
      fail: (left) => this.note('take', left),
    })
  },
  onSubscribe() {
    this.run('subscribe', () => wx.requestSubscribeMessage({ tmplIds: ['开课提醒', '证书发放'] }))
  },
  onCloud() {
    wx.cloud.init()
    this.run('cloud', () => wx.cloud.callFunction({ name: 'greet', data: { to: '杏坛' } }))
  },
  onLogin() {
    this.run('login', () => wx.login())
  },
  onPreview() {
    wx.previewImage({ urls: ['/images/leaf.svg', '/images/petal.svg'] })
  },
  onPrivacy() {
    this.run('privacy', () => wx.requirePrivacyAuthorize({}))
  },
})
