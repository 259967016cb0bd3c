import type { About, Notice, Order, OrderBook } from './orders'
import type { TransferBook } from './transferBook'

/** Where notices are found and kept: inside the order, its refund, or the transfer they tell about. */
export type Shelf = {
  find(about: About): Notice | undefined
  change(about: About, how: (notice: Notice) => Notice): void
}

export function noticeShelf(orders: OrderBook, transfers: TransferBook): Shelf {
  const inOrder = (order: Order | undefined, outRefundNo?: string): Notice | undefined =>
    outRefundNo === undefined
      ? order?.notice
      : order?.refunds.find((refund) => refund.outRefundNo === outRefundNo)?.notice

  function changeTransfer(outBillNo: string, how: (notice: Notice) => Notice): void {
    const transfer = transfers.find(outBillNo)
    if (transfer?.notice) transfers.put({ ...transfer, notice: how(transfer.notice) })
  }

  return {
    find: (about) =>
      'outBillNo' in about
        ? transfers.find(about.outBillNo)?.notice
        : inOrder(orders.find(about.outTradeNo), about.outRefundNo),

    change(about, how) {
      if ('outBillNo' in about) return changeTransfer(about.outBillNo, how)
      const order = orders.find(about.outTradeNo)
      const notice = inOrder(order, about.outRefundNo)
      if (!order || !notice) return
      const changed = how(notice)
      const refunds = order.refunds.map((one) => (one.notice === notice ? { ...one, notice: changed } : one))
      orders.put(about.outRefundNo === undefined ? { ...order, notice: changed } : { ...order, refunds })
    },
  }
}
