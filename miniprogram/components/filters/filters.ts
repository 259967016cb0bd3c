import type { CategoryView, CourseFilter } from '../../../core/contract/shapes'
import { call } from '../../api/call'
import { keep, kept } from '../../api/kept'
import { buyingShut } from '../../device/channel'
import { speaks } from '../../styles/page'
import { chosen, type Group, groupsOf, type Sort, saidBy } from './choices'
import { filterWords } from './words'

/** What a list is narrowed and ordered by: a row that says it, and a sheet to change it. Tells its page by `change`. */
Component({
  behaviors: [speaks(filterWords)],
  properties: {
    filter: { type: Object, value: {} as CourseFilter },
    sort: { type: String, value: 'new' },
    sorts: { type: Array, value: ['new', 'hot', 'cheap'] as Sort[] },
  },
  data: {
    tree: [] as CategoryView[],
    isOpen: false,
    said: [] as ReturnType<typeof saidBy>,
    sortName: '',
    groups: [] as Group[],
    draft: {} as CourseFilter,
    draftSort: 'new' as Sort,
  },
  observers: {
    'filter, sort, tree, lang'(filter: CourseFilter, sort: Sort, tree: CategoryView[]) {
      this.setData({ said: saidBy(filter, tree), sortName: filterWords().sorts[sort] })
    },
  },
  lifetimes: {
    attached() {
      const tree = kept<CategoryView[]>('categories')
      if (tree) this.setData({ tree })
      void this.nameCategories()
    },
  },
  methods: {
    async nameCategories() {
      try {
        const { categories } = await call('browseCatalog', { action: 'categories' })
        keep('categories', categories)
        this.setData({ tree: categories })
      } catch (error) {
        // The list itself says what is wrong; without categories it can still be narrowed by the rest.
        console.info('no categories', error)
      }
    },

    draw(draft: CourseFilter, draftSort: Sort) {
      const { sorts, tree } = this.data
      const groups = groupsOf(draft, draftSort, { sorts, tree, isShut: !!buyingShut() })
      this.setData({ draft, draftSort, groups })
    },

    onOpenTap() {
      this.draw(this.data.filter as CourseFilter, this.data.sort as Sort) // as its page gives them
      this.setData({ isOpen: true })
    },

    onCloseTap() {
      this.setData({ isOpen: false })
    },

    /** The page beneath stays where it is. */
    onVeilMove() {},

    onChoiceTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
      const { key, value } = currentTarget.dataset as { key: Group['key']; value: string } // set in the template
      const { draft, draftSort } = this.data
      if (key === 'sort') this.draw(draft, value as Sort)
      else this.draw(chosen(draft, key, value), draftSort)
    },

    onResetTap() {
      this.draw({}, this.data.sorts[0] ?? 'new')
    },

    onDoneTap() {
      this.setData({ isOpen: false })
      this.triggerEvent('change', { filter: this.data.draft, sort: this.data.draftSort })
    },

    onSaidTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
      const key: keyof CourseFilter = currentTarget.dataset.key
      const { [key]: _, ...filter } = this.data.filter as CourseFilter
      this.triggerEvent('change', { filter, sort: this.data.sort })
    },
  },
})
