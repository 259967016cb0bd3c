import type { DrawnBlock } from '../../../core/contract/browseCatalog'
import { type Colours, followColours } from '../../styles/colours'
import { speaks } from '../../styles/page'
import { type ShownBlock, shownBlocks } from './blocks'
import { blockWords } from './words'

/** The blocks of the home page, as their owner arranged them; the office looks at them before it saves. */
Component({
  behaviors: [speaks(blockWords)],
  properties: {
    blocks: { type: Array, value: [] as DrawnBlock[] },
  },
  data: { shown: [] as ShownBlock[], colours: {} as Colours },
  observers: {
    'blocks, lang'(blocks: DrawnBlock[]) {
      this.setData({ shown: shownBlocks(blocks) })
    },
  },
  lifetimes: {
    attached() {
      this.stopFollowing = followColours((colours) => this.setData({ colours }))
    },
    detached() {
      this.stopFollowing()
    },
  },
  methods: {
    stopFollowing() {},
    onMoreTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
      void wx.navigateTo({ url: currentTarget.dataset.url })
    },
    onSlideTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
      void wx.navigateTo({ url: `/pages/course/course?courseId=${currentTarget.dataset.id}` })
    },
    onCategoryTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
      void wx.navigateTo({ url: `/pages/list/list?category=${encodeURIComponent(currentTarget.dataset.path)}` })
    },
    onContinueTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
      const { course, lesson } = currentTarget.dataset
      void wx.navigateTo({ url: `/learn/pages/lesson/lesson?courseId=${course}&lessonId=${lesson}` })
    },
  },
})
