import type { Input, Output } from '../contract'
import type { Caller, Ports } from '../ports'
import { viewOf } from './order'
import { orders } from './orders'

const PAGE = 20

export const myOrders =
  (ports: Pick<Ports, 'store' | 'ids'>) =>
  async ({ userId }: Caller, { after }: Input<'myOrders'>): Promise<Output<'myOrders'>> => {
    const found = await orders(ports).ofBuyer(userId, after, PAGE + 1)
    const page = found.slice(0, PAGE)
    return { orders: page.map(viewOf), next: found.length > PAGE ? (page.at(-1)?.listKey ?? null) : null }
  }
