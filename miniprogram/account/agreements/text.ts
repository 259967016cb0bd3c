export type Section = { heading: string; lines: string[] }

/** A text as it is shown: a line that begins with `# ` opens a section. */
export function sectionsOf(lines: readonly string[]): Section[] {
  const sections: Section[] = []
  for (const line of lines)
    if (line.startsWith('# ')) sections.push({ heading: line.slice(2), lines: [] })
    else sections[sections.length - 1]?.lines.push(line)
  return sections
}
