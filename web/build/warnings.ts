/** Something wrong in the mini-program's source. Lines and columns count from 1, as editors do. */
export type Warning = { file: string; line: number; column: number; message: string; isError: boolean }

/** `pages/home/home.wxml:3:7: missing end tag`, one line per warning. */
export const wordsOf = (warnings: Warning[]): string =>
  warnings.map((w) => `${w.file}:${w.line}:${w.column}: ${w.message}`).join('\n')

/** The build's refusal: the source has errors. `warnings` holds all that was found, errors among them. */
export class SourceError extends Error {
  constructor(readonly warnings: Warning[]) {
    super(`the mini-program cannot be built for the browser\n${wordsOf(warnings.filter((w) => w.isError))}`)
    this.name = 'SourceError'
  }
}

/** Line and column (from 1) of an offset in a text. */
export function placeOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset)
  const lineStart = before.lastIndexOf('\n') + 1
  return { line: before.split('\n').length, column: offset - lineStart + 1 }
}
