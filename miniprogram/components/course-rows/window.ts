/** A page of a list, drawn or left as a gap of its height. */
export type Gap = { isDrawn: boolean; height: number }

/** So many pages on either side of the one on the screen are drawn: more than a flick of the finger passes. */
const REACH = 2

/** Which pages become gaps, and which are drawn again, when this one is on the screen. */
export function changesAround(pages: Gap[], centre: number): { far: number[]; near: number[] } {
  const places = pages.map((_, at) => at)
  const isNear = (at: number) => Math.abs(at - centre) <= REACH
  return {
    far: places.filter((at) => pages[at]?.isDrawn && !isNear(at)),
    near: places.filter((at) => !pages[at]?.isDrawn && isNear(at)),
  }
}
