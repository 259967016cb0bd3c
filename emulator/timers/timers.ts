import { Cron } from 'croner'
import type { DeskClock } from '../clock'
import type { FunctionHost } from '../functions/host'

/**
 * The cloud's cron has seven fields: second minute hour day month weekday year, in Asia/Shanghai. Croner's `7-part` mode
 * has the same seven in the same order with the same weekday numbers (0 is Sunday), and as in the cloud a day and a
 * weekday given together mean either (https://cloud.tencent.com/document/product/583/9708).
 */
export function schedule(config: string): Cron {
  try {
    return new Cron(config, { timezone: 'Asia/Shanghai', mode: '7-part', paused: true })
  } catch (error) {
    throw new Error(`"${config}" is not a timer's cron of seven fields`, { cause: error })
  }
}

/** The first time after `afterMs` at which it rings, in ms; undefined when its years are over. */
export const nextTime = (cron: Cron, afterMs: number): number | undefined => cron.nextRun(new Date(afterMs))?.getTime()

/** What the cloud hands to a function that a timer calls. `at` in ms. */
export const timerEvent = (name: string, at: number) => ({
  Type: 'Timer',
  TriggerName: name,
  Time: new Date(at).toISOString().replace(/\.\d{3}Z$/, 'Z'),
  Message: '',
})

export type Timers = {
  list(): { function: string; name: string; config: string; nextAt: string | null }[]
  /** Fires one trigger now, as the console's test button does. False when there is none of that name. */
  fire(functionName: string, name: string): boolean
  close(): void
}

/**
 * Every timer trigger of every function, on the desk's clock. When the clock is moved forward past several of its times a
 * trigger fires once: the desk shows what happens, it does not replay a month minute by minute.
 */
export function timers({ host, clock }: { host: FunctionHost; clock: DeskClock }): Timers {
  const triggers = host.catalog
    .all()
    .flatMap((of) => of.config.triggers.map((trigger) => ({ of, trigger, cron: schedule(trigger.config) })))
  const cancels = new Map<(typeof triggers)[number], () => void>()

  function ring(one: (typeof triggers)[number], at: number): void {
    // How the function did is in the invocation's own record. Only a fault of the desk itself can reject.
    host
      .invoke(one.of.name, timerEvent(one.trigger.name, at), { trigger: 'timer' })
      .catch((error) => console.error(`the timer ${one.trigger.name} could not call ${one.of.name}`, error))
  }

  function arm(one: (typeof triggers)[number]): void {
    const at = nextTime(one.cron, clock.now())
    if (at === undefined) return
    const cancel = clock.at(at, () => {
      ring(one, at)
      arm(one)
    })
    cancels.set(one, cancel)
  }

  for (const one of triggers) arm(one)

  return {
    list: () =>
      triggers.map(({ of, trigger, cron }) => {
        const at = nextTime(cron, clock.now())
        return {
          function: of.name,
          name: trigger.name,
          config: trigger.config,
          nextAt: at === undefined ? null : new Date(at).toISOString(),
        }
      }),
    fire(functionName, name) {
      const one = triggers.find(({ of, trigger }) => of.name === functionName && trigger.name === name)
      if (one) ring(one, clock.now())
      return one !== undefined
    },
    close() {
      for (const cancel of cancels.values()) cancel()
    },
  }
}
