/** What happened in a world, in order, for whoever wants to understand a failing seed. */
export type Story = {
  tell(line: string): void
  /** Every single call, told only when somebody reads the story. */
  detail(line: () => string): void
  lines: readonly string[]
}

export function story(now: () => Date, isDetailed: boolean): Story {
  const lines: string[] = []
  const at = () => now().toISOString().slice(5, 23).replace('T', ' ')
  return {
    tell: (line) => void lines.push(`${at()}  ${line}`),
    detail: (line) => {
      if (isDetailed) lines.push(`${at()}      ${line()}`)
    },
    lines,
  }
}

/** A value as a story tells it: short, and the same every time. */
export const words = (value: unknown): string => {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing')
  return text.length > 160 ? `${text.slice(0, 157)}…` : text
}
