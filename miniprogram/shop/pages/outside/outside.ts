import { page } from '../../../styles/page'
import { outsideWords } from './words'

type View = { status: 'leaving' } | { status: 'lost' }

/** The address as it stood in the query; '' for one that cannot be read or leads to no page of the web. */
function addressIn(text: string): string {
  try {
    const address = decodeURIComponent(text)
    return /^https?:\/\//i.test(address) ? address : ''
  } catch {
    return '' // a broken percent sign
  }
}

/** The way to a cashier on the web: `?url=`. It leads back to the page of the paid order by itself. */
Page({
  behaviors: [page(outsideWords)],

  data: {
    url: '',
    view: { status: 'leaving' } as View,
  },

  onLoad({ url = '' }: Record<string, string | undefined>) {
    const address = addressIn(url)
    this.setData(address ? { url: address } : { view: { status: 'lost' } })
  },

  onOrdersTap() {
    void wx.redirectTo({ url: '/pages/orders/orders' })
  },
})
