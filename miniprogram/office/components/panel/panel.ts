import { speaks } from '../../../styles/page'
import { tongues } from '../../../words/speak'

const words = tongues({ zh: { close: '关上' }, en: { close: 'Close' } })

/** A sheet from below with a few fields and one thing to do (`bind:act`); the page puts the fields inside. */
Component({
  behaviors: [speaks(words)],
  properties: {
    isOpen: { type: Boolean, value: false },
    title: { type: String, value: '' },
    lead: { type: String, value: '' },
    /** What the button does, and what will have happened then. */
    act: { type: String, value: '' },
    effect: { type: String, value: '' },
    note: { type: String, value: '' },
    busy: { type: Boolean, value: false },
    disabled: { type: Boolean, value: false },
  },
  methods: {
    onActTap() {
      this.triggerEvent('act')
    },
    onCloseTap() {
      // What is under way is waited for.
      if (!this.data.busy) this.triggerEvent('close')
    },
    /** The page beneath stays where it is. */
    onVeilMove() {},
  },
})
