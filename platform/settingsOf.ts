import type * as z from 'zod'

type Environment = Record<string, string | undefined>

/** Settings of something a school may have or not: null when nothing of that name is set. Throws naming what is missing or wrong, never its value. */
export function settingsOf<T>(environment: Environment, begins: string, shape: z.ZodType<T>): T | null {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value))
  if (!Object.keys(given).some((name) => name.startsWith(begins))) return null
  const parsed = shape.safeParse(given)
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.map(({ path, message }) => {
    const name = String(path[0])
    return given[name] ? `${name} (${message})` : `${name} (missing)`
  })
  throw new Error(`${begins}… is not set up: ${[...new Set(faults)].join(', ')}`)
}
