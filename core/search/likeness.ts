/** How alike two pieces of writing are, character by character. */

/**
 * The fewest slips (a wrong, missing, superfluous or two exchanged characters) between a word and any piece of a text, and that piece.
 * Optimal string alignment, with the text's ends free.
 */
export function nearest(word: string, text: string): { slips: number; piece: string } {
  const [w, t] = [[...word], [...text]]
  const rows: number[][] = [Array.from({ length: t.length + 1 }, () => 0)]
  /** Where the piece that ends here began. */
  const begins: number[][] = [Array.from({ length: t.length + 1 }, (_, at) => at)]
  const at = (table: number[][], row: number, column: number): number => table[row]?.[column] ?? 0
  for (let i = 1; i <= w.length; i += 1) {
    const row = [i]
    const begin = [0]
    for (let j = 1; j <= t.length; j += 1) {
      const ways: [slips: number, begin: number][] = [
        [at(rows, i - 1, j - 1) + (w[i - 1] === t[j - 1] ? 0 : 1), at(begins, i - 1, j - 1)],
        [at(rows, i - 1, j) + 1, at(begins, i - 1, j)],
        [(row[j - 1] ?? 0) + 1, begin[j - 1] ?? 0],
      ]
      if (i > 1 && j > 1 && w[i - 1] === t[j - 2] && w[i - 2] === t[j - 1])
        ways.push([at(rows, i - 2, j - 2) + 1, at(begins, i - 2, j - 2)])
      const [slips, from] = ways.reduce((best, way) => (way[0] < best[0] ? way : best))
      row.push(slips)
      begin.push(from)
    }
    rows.push(row)
    begins.push(begin)
  }
  const last = rows.at(-1) ?? []
  const least = Math.min(...last)
  // Of pieces that are equally near, the one of the word's own length.
  const pieces = last.flatMap((slips, end) =>
    slips === least ? [t.slice(at(begins, w.length, end), end).join('')] : [],
  )
  const away = (piece: string) => Math.abs([...piece].length - w.length)
  return { slips: least, piece: pieces.reduce((best, piece) => (away(piece) < away(best) ? piece : best)) }
}
