import type { Ports, Store } from '../../core/ports'

/** The same ports, with every request to documents and files counted: what a use case costs. */
export function counting<P extends Pick<Ports, 'store' | 'files'>>(ports: P) {
  let requests = 0
  const counted = <T extends object>(port: T): T =>
    Object.fromEntries(
      Object.entries(port).map(([name, method]) => [
        name,
        typeof method !== 'function'
          ? method
          : (...asked: unknown[]) => {
              requests += 1
              return method(...asked)
            },
      ]),
    ) as T // the same methods
  return {
    ports: { ...ports, store: counted<Store>(ports.store), files: counted(ports.files) },
    requests: () => requests,
    reset: () => {
      requests = 0
    },
  }
}
