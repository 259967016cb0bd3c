/** A line as it is drawn: a heading where it begins with `# `. Empty lines only part the others. */
export type Line = { kind: 'heading' | 'words'; text: string }

export const linesOf = (text: string): Line[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => (line.startsWith('# ') ? { kind: 'heading', text: line.slice(2) } : { kind: 'words', text: line }))
