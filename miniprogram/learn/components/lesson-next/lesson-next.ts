import { mayPlayByItself } from '../../../study/autoPlay'
import { speaks } from '../../../styles/page'
import { learnWords } from '../../words'

const SECONDS = 5

/** Counts down to the next lesson; `go` when time is up or somebody cannot wait, `stay` when they would rather not. */
Component({
  behaviors: [speaks(learnWords)],
  options: { pureDataPattern: /^_/ },
  properties: { lesson: { type: String, value: '' } },
  data: { words: '', _left: SECONDS, _timer: 0, _isOver: false },
  lifetimes: {
    async attached() {
      this.setData({ words: learnWords().next })
      // On mobile data the card waits for a tap, unless its owner would have it otherwise.
      if (!(await mayPlayByItself()) || this.data._isOver) return
      this.say()
      this.data._timer = setInterval(() => this.count(), 1000)
    },
    detached() {
      this.data._isOver = true
      clearInterval(this.data._timer)
    },
  },
  pageLifetimes: {
    // Nobody is taken to another lesson while they look elsewhere.
    hide() {
      this.onStay()
    },
  },
  methods: {
    say() {
      this.setData({ words: learnWords().nextIn(this.data._left) })
    },
    count() {
      this.data._left -= 1
      if (this.data._left > 0) this.say()
      else this.onGo()
    },
    onGo() {
      clearInterval(this.data._timer)
      this.triggerEvent('go')
    },
    onStay() {
      clearInterval(this.data._timer)
      this.triggerEvent('stay')
    },
  },
})
