import { mark } from '../../../study/mark'

const MOVES_EVERY_MS = 5000
/** Where it may stand, in percent of what it lies over: never long in one place, never over its edge. */
const LEFT = { from: 6, to: 62 }
const TOP = { from: 8, to: 84 }

const between = ({ from, to }: typeof LEFT): number => Math.round(from + Math.random() * (to - from))

/** Says who is looking, over a film or a page, a little elsewhere every few seconds. It takes nothing from whoever shows it. */
Component({
  options: { pureDataPattern: /^_/ },
  data: { text: '', left: 8, top: 10, _timer: 0 },
  lifetimes: {
    attached() {
      this.move()
      this.data._timer = setInterval(() => this.move(), MOVES_EVERY_MS)
    },
    detached() {
      clearInterval(this.data._timer)
    },
  },
  methods: {
    move() {
      this.setData({ text: mark(), left: between(LEFT), top: between(TOP) })
    },
  },
})
