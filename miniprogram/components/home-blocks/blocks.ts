import type { DrawnBlock } from '../../../core/contract/browseCatalog'
import { clockOf } from '../../words/time'
import { blockWords } from './words'

type Row = Extract<DrawnBlock, { kind: 'new' | 'hot' | 'free' | 'category' }>

/** A block with its title, and where its 「全部」 leads; '' where there is no more. */
export type ShownBlock = DrawnBlock & {
  heading: string
  more: string
  /** Of what is liked, why. */
  reasons: string[]
  /** How far the lesson to go on with is. */
  at: string
}

const LIST = '/pages/list/list'

function moreOf(block: DrawnBlock): string {
  const paths: Partial<Record<DrawnBlock['kind'], string>> = {
    new: LIST,
    hot: `${LIST}?sort=hot`,
    free: `${LIST}?price=free`,
    categories: '/find/pages/categories/categories',
  }
  if (block.kind === 'category') return `${LIST}?category=${encodeURIComponent((block as Row).category)}`
  return paths[block.kind] ?? ''
}

const lastName = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

function headingOf(block: DrawnBlock): string {
  if (block.title) return block.title
  const words = blockWords()
  const headings: Partial<Record<DrawnBlock['kind'], string>> = {
    new: words.newest,
    hot: words.hot,
    free: words.free,
    forYou: words.forYou,
  }
  if (block.kind === 'category') return lastName((block as Row).category)
  return headings[block.kind] ?? ''
}

/** 因为你在学《春日水墨》: the same teacher, something in common, or only that it is near. */
export function reasonOf({ kind, name, courseTitle }: { kind: string; name: string; courseTitle: string }): string {
  if (kind === 'teacher') return blockWords().sameTeacher(courseTitle, name)
  return kind === 'tag' ? blockWords().sameTag(courseTitle, name) : blockWords().near(courseTitle)
}

export const shownBlocks = (blocks: DrawnBlock[]): ShownBlock[] =>
  blocks.map((block) => ({
    ...block,
    heading: headingOf(block),
    more: moreOf(block),
    reasons: block.kind === 'forYou' ? block.liked.map(({ because }) => reasonOf(because)) : [],
    at:
      block.kind === 'continue' && block.positionSeconds >= 1 ? blockWords().upTo(clockOf(block.positionSeconds)) : '',
  }))
