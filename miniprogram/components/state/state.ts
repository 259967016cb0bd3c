/** An empty or failed page: one line drawing, one sentence, one way out (`bind:act`). */
Component({
  properties: {
    /** `empty` draws a bare branch, `failed` a broken line, `locked` a closed door. */
    kind: { type: String, value: 'empty' },
    text: { type: String, value: '' },
    detail: { type: String, value: '' },
    action: { type: String, value: '' },
    busy: { type: Boolean, value: false },
  },
  methods: {
    onActTap() {
      this.triggerEvent('act')
    },
  },
})
