import type { EventChannel } from '../engine'

type Listener = (...args: unknown[]) => void

/** One end of the line between two pages: what `peer` emits is heard here. */
class End implements EventChannel {
  private readonly heard = new Map<string, Set<Listener>>()
  /** Messages sent before the other page listens are kept, as in WeChat. */
  private readonly kept: [string, unknown[]][] = []
  peer: End | undefined

  emit(name: string, ...args: unknown[]): void {
    this.peer?.receive(name, args)
  }
  on(name: string, listener: Listener): void {
    const listeners = this.heard.get(name) ?? new Set()
    this.heard.set(name, listeners.add(listener))
    for (const [, args] of this.take(name)) listener(...args)
  }
  once(name: string, listener: Listener): void {
    const first: Listener = (...args) => {
      this.off(name, first)
      listener(...args)
    }
    this.on(name, first)
  }
  off(name: string, listener?: Listener): void {
    if (listener) this.heard.get(name)?.delete(listener)
    else this.heard.delete(name)
  }

  private receive(name: string, args: unknown[]): void {
    const listeners = this.heard.get(name)
    if (!listeners || listeners.size === 0) this.kept.push([name, args])
    else for (const listener of [...listeners]) listener(...args)
  }
  private take(name: string): [string, unknown[]][] {
    const mine = this.kept.filter(([kept]) => kept === name)
    for (const message of mine) this.kept.splice(this.kept.indexOf(message), 1)
    return mine
  }
}

/** The two ends: the opener's and the opened page's. */
export function eventChannels(events: Record<string, Listener> = {}): { opener: EventChannel; opened: EventChannel } {
  const opener = new End()
  const opened = new End()
  opener.peer = opened
  opened.peer = opener
  for (const [name, listener] of Object.entries(events)) opener.on(name, listener)
  return { opener, opened }
}
