import type { Ports } from '../../core/ports'

/** The process dies: nothing after this point of the function happens any more. */
export class Killed extends Error {}

/** Before the nth call to the outside, or after it was done and before its answer came. */
export type Death = { call: number; when: 'before' | 'after' }

/** Every death a life of so many calls can die. */
export const deathsIn = (calls: number): Death[] =>
  Array.from({ length: calls }, (_, n) => n + 1).flatMap((call) => [
    { call, when: 'before' as const },
    { call, when: 'after' as const },
  ])

/** The same world, in which the process dies before or after its nth call to the outside; everything later dies with it. */
export function mortal(ports: Ports, death: Death): { ports: Ports; calls: () => number } {
  let calls = 0
  const guarded = <T extends object>(service: T): T =>
    new Proxy(service, {
      get(target, name) {
        const member = Reflect.get(target, name)
        if (typeof member !== 'function') return member
        return async (...given: unknown[]) => {
          calls += 1
          if (calls > death.call) throw new Killed()
          if (calls === death.call && death.when === 'before') throw new Killed()
          const answer = await Reflect.apply(member, target, given)
          if (calls === death.call) throw new Killed()
          return answer
        }
      },
    })
  return {
    ports: {
      ...ports,
      store: guarded(ports.store),
      gateways: (name) => {
        const gateway = ports.gateways(name)
        return gateway && guarded(gateway)
      },
      transfers: guarded(ports.transfers),
      bills: (name) => {
        const bills = ports.bills(name)
        return bills && guarded(bills)
      },
      messages: guarded(ports.messages),
      files: guarded(ports.files),
    },
    calls: () => calls,
  }
}

/** A life that never dies. */
export const IMMORTAL: Death = { call: Number.POSITIVE_INFINITY, when: 'before' }

/** What a life answered; undefined when it died on the way. */
export async function lived<T>(life: Promise<T>): Promise<T | undefined> {
  try {
    return await life
  } catch (error) {
    if (error instanceof Killed) return undefined
    throw error
  }
}
