import type { AppJson } from './graph'
import type { Project } from './project'

export type Scheme = 'light' | 'dark'

/** `@name` anywhere in a value, replaced by the theme's word for it; a name the theme lacks stays as it is written. */
function resolved(value: unknown, names: Record<string, string>): unknown {
  if (typeof value === 'string') return value.startsWith('@') ? (names[value.slice(1)] ?? value) : value
  if (Array.isArray(value)) return value.map((one) => resolved(one, names))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, resolved(one, names)]))
}

/**
 * What surrounds the pages in one scheme: app.json's `window` and `tabBar` with theme.json's names filled in, as WeChat
 * does it for `darkmode` and `themeLocation`.
 */
export function surroundings(
  project: Project,
  app: AppJson,
  scheme: Scheme,
): { window: Record<string, unknown>; tabBar: AppJson['tabBar'] } {
  const file = typeof app.themeLocation === 'string' ? project.read(app.themeLocation) : undefined
  const themes = JSON.parse(file ?? '{}') as Partial<Record<Scheme, Record<string, string>>>
  const { window = {}, tabBar } = app
  return resolved({ window, tabBar }, themes[scheme] ?? {}) as ReturnType<typeof surroundings> // the same shape, names filled in
}
