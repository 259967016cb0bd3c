import type { Output } from '../../../../core/contract'
import type { HomeBlock, HomeSettings } from '../../../../core/contract/arrangeHome'
import type { DrawnBlock } from '../../../../core/contract/browseCatalog'
import type { CourseCard } from '../../../../core/contract/shapes'
import { call } from '../../../api/call'
import { accentStyle, wearAccent } from '../../../styles/accent'
import { look, typeScale } from '../../../styles/look'
import { page } from '../../../styles/page'
import { officeWordsFor } from '../../words'
import { chosenFor, isOwn, isSame, moved, SWATCHES, withNew, wordsIn } from './draft'
import { homeOfficeWords } from './words'

type View = { status: 'loading' } | { status: 'failed'; why: string } | { status: 'ready' }
type Looked = Extract<Output<'arrangeHome'>, { action: 'look' | 'save' }>
type Row = HomeBlock & { name: string; kindName: string }

/** `arrangeHome` takes so many characters of base64, 500 KB of picture. */
const LONGEST = 700_000

const rowsOf = (blocks: HomeBlock[]): Row[] => {
  const { kinds } = homeOfficeWords()
  return blocks.map((block) => ({ ...block, name: block.title || kinds[block.kind], kindName: kinds[block.kind] }))
}

Page({
  behaviors: [page(homeOfficeWords)],

  data: {
    view: { status: 'loading' } as View,
    settings: null as HomeSettings | null,
    rows: [] as Row[],
    swatches: SWATCHES,
    pinned: '',
    hidden: '',
    categories: [] as Looked['categories'],
    pictures: [] as Looked['pictures'],
    courses: [] as CourseCard[],
    /** The block whose panel is open; -1 for none. */
    open: -1,
    openPicture: '',
    isChanged: false,
    isSaving: false,
    isPreviewing: false,
    preview: null as DrawnBlock[] | null,
    previewName: '',
    note: '',
  },

  saved: null as HomeSettings | null,
  changedAt: null as string | null,

  onLoad() {
    void this.refresh()
  },

  async refresh() {
    try {
      const [looked, { courses }] = await Promise.all([
        call('arrangeHome', { action: 'look' }),
        call('browseCatalog', { action: 'list', sort: 'hot' }),
      ])
      this.setData({ courses })
      this.show(looked)
    } catch (error) {
      this.setData({ view: { status: 'failed', why: officeWordsFor(error) } })
    }
  },

  show({ settings, changedAt, categories, pictures }: Looked) {
    this.saved = settings
    this.changedAt = changedAt
    const { pinned, hidden } = settings.hotWords
    this.setData({
      categories,
      pictures,
      pinned: pinned.join('\n'),
      hidden: hidden.join('\n'),
      view: { status: 'ready' },
    })
    this.draw(settings)
  },

  draw(settings: HomeSettings) {
    const block = settings.blocks[this.data.open]
    const fileId = block?.kind === 'text' ? block.pictureFileId : null
    this.setData({
      settings,
      rows: rowsOf(settings.blocks),
      openPicture: this.data.pictures.find((one) => one.fileId === fileId)?.url ?? '',
      isChanged: !this.saved || !isSame(settings, this.saved),
      note: '',
    })
  },

  change(change: Partial<HomeSettings>) {
    if (this.data.settings) this.draw({ ...this.data.settings, ...change })
  },

  changeBlock(at: number, change: Partial<HomeBlock>) {
    const blocks = this.data.settings?.blocks ?? []
    // The change is of this block's own kind: each handler below belongs to one.
    this.change({
      blocks: blocks.map((block, index) => (index === at ? ({ ...block, ...change } as HomeBlock) : block)),
    })
  },

  onRetry() {
    this.setData({ view: { status: 'loading' } })
    void this.refresh()
  },

  onNameInput({ detail }: WechatMiniprogram.Input) {
    this.change({ shopName: detail.value.slice(0, 20) })
  },

  onSwatchTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    this.change({ blossom: currentTarget.dataset.colour })
  },

  onHexInput({ detail }: WechatMiniprogram.Input) {
    const hex = detail.value.trim().toUpperCase()
    if (/^#[0-9A-F]{6}$/.test(hex)) this.change({ blossom: hex })
  },

  onWordsInput({ currentTarget, detail }: WechatMiniprogram.Input) {
    const field: 'pinned' | 'hidden' = currentTarget.dataset.field
    this.setData({ [field]: detail.value })
    const { pinned, hidden } = this.data
    this.change({ hotWords: { pinned: wordsIn(pinned).slice(0, 10), hidden: wordsIn(hidden).slice(0, 200) } })
  },

  onMoveTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const { at, by } = currentTarget.dataset as { at: number; by: 1 | -1 } // set in the template
    this.change({ blocks: moved(this.data.settings?.blocks ?? [], at, by) })
  },

  onShownChange({ currentTarget, detail }: WechatMiniprogram.CustomEvent<{ value: boolean }>) {
    this.changeBlock(currentTarget.dataset.at, { isShown: detail.value })
  },

  onEditTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    this.setData({ open: currentTarget.dataset.at })
    if (this.data.settings) this.draw(this.data.settings)
  },

  onAddTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const kind: 'category' | 'text' = currentTarget.dataset.kind
    const [first] = this.data.categories
    if (kind === 'category' && !first) {
      this.setData({ note: homeOfficeWords().noCategory })
      return
    }
    const blocks = withNew(this.data.settings?.blocks ?? [], kind, first?.path ?? '')
    this.setData({ open: blocks.length - 1 })
    this.change({ blocks })
  },

  onPanelClose() {
    this.setData({ open: -1 })
  },

  onTitleInput({ detail }: WechatMiniprogram.Input) {
    this.changeBlock(this.data.open, { title: detail.value.slice(0, 20) })
  },

  onTextInput({ detail }: WechatMiniprogram.Input) {
    this.changeBlock(this.data.open, { text: detail.value.slice(0, 300) })
  },

  onCategoryTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    this.changeBlock(this.data.open, { category: currentTarget.dataset.path })
  },

  onCourseTap({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const block = this.data.settings?.blocks[this.data.open]
    if (block?.kind === 'banner')
      this.changeBlock(this.data.open, { courseIds: chosenFor(block.courseIds, currentTarget.dataset.id) })
  },

  onRemoveTap() {
    const { settings, open } = this.data
    const block = settings?.blocks[open]
    if (!settings || !block || !isOwn(block)) return
    this.setData({ open: -1 })
    this.change({ blocks: settings.blocks.filter((one) => one !== block) })
  },

  async onPictureTap() {
    try {
      const { tempFiles } = await wx.chooseMedia({ count: 1, mediaType: ['image'], sizeType: ['compressed'] })
      const [file] = tempFiles
      if (!file) return
      const base64 = String(wx.getFileSystemManager().readFileSync(file.tempFilePath, 'base64'))
      if (base64.length > LONGEST) {
        this.setData({ note: homeOfficeWords().pictureTooLarge })
        return
      }
      const { fileId, url } = await call('arrangeHome', { action: 'picture', base64 })
      this.setData({ pictures: [...this.data.pictures, { fileId, url }] })
      this.changeBlock(this.data.open, { pictureFileId: fileId })
    } catch (error) {
      // Whoever chose none after all has said enough.
      if (!/cancel/.test(String((error as { errMsg?: string }).errMsg))) this.setData({ note: officeWordsFor(error) })
    }
  },

  onPictureRemoveTap() {
    this.changeBlock(this.data.open, { pictureFileId: null })
  },

  async onPreviewTap() {
    const { settings, isPreviewing } = this.data
    if (!settings || isPreviewing) return
    this.setData({ isPreviewing: true, note: '' })
    try {
      const { page: home } = await call('arrangeHome', { action: 'preview', settings })
      this.setData({
        preview: home.blocks,
        previewName: home.schoolName,
        look: `--type:${typeScale()}${accentStyle(home.accent)}`,
      })
      wx.pageScrollTo({ scrollTop: 0, duration: 0 })
    } catch (error) {
      this.setData({ note: officeWordsFor(error) })
    }
    this.setData({ isPreviewing: false })
  },

  onBackTap() {
    this.setData({ preview: null, look: look() })
  },

  async onSaveTap() {
    const { settings, isSaving } = this.data
    if (!settings || isSaving) return
    this.setData({ isSaving: true, note: '' })
    try {
      this.show(await call('arrangeHome', { action: 'save', settings, changedAt: this.changedAt }))
      const { accent } = await call('browseCatalog', { action: 'home' })
      wearAccent(accent)
      this.setData({ look: look() })
      void wx.showToast({ title: homeOfficeWords().saved, icon: 'none' })
    } catch (error) {
      this.setData({ note: officeWordsFor(error) })
    }
    this.setData({ isSaving: false })
  },
})
