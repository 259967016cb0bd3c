import type { AppSignals } from '../engine'

type Listeners = { [Name in keyof AppSignals]: Set<(detail: AppSignals[Name]) => void> }

const listeners: Listeners = {
  appShow: new Set(),
  appHide: new Set(),
  error: new Set(),
  unhandledRejection: new Set(),
  pageNotFound: new Set(),
  resize: new Set(),
}

/** Listens to the app's life; returns how to stop. */
export function on<Name extends keyof AppSignals>(
  name: Name,
  listener: (detail: AppSignals[Name]) => void,
): () => void {
  listeners[name].add(listener)
  return () => void listeners[name].delete(listener)
}

/** Tells every listener. */
export function signal<Name extends keyof AppSignals>(name: Name, detail: AppSignals[Name]): void {
  for (const listener of [...listeners[name]]) listener(detail)
}
