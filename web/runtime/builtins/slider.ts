import type { Engine } from '../engine'
import { append, builtIn, lengthOf, mark } from './define'

/** Rounded to the step, counted from the least value, without the dust of binary fractions. */
export function snapped(value: number, min: number, max: number, step: number): number {
  const near = step > 0 ? min + Math.round((value - min) / step) * step : value
  return Number(Math.min(max, Math.max(min, near)).toFixed(10))
}

/** `slider`: `changing` while the thumb moves, `change` when it is let go. */
export function defineSlider(engine: Engine): void {
  const properties = {
    min: Number,
    max: { type: Number, value: 100 },
    step: { type: Number, value: 1 },
    value: Number,
    disabled: Boolean,
    color: String,
    selectedColor: String,
    activeColor: { type: String, value: '#1aad19' },
    backgroundColor: { type: String, value: '#e9e9e9' },
    blockSize: { type: Number, value: 28 },
    blockColor: { type: String, value: '#ffffff' },
    showValue: Boolean,
    name: String,
  }
  builtIn(engine, 'slider', properties, (component, host) => {
    const track = append(host, 'div', 'wx-slider-track')
    const filled = append(track, 'div', 'wx-slider-filled')
    const thumb = append(track, 'div', 'wx-slider-thumb')
    const words = append(host, 'div', 'wx-slider-value')
    thumb.setAttribute('role', 'slider')
    thumb.tabIndex = 0
    let first: number | null = null

    const move = (value: number, event: 'changing' | 'change'): void => {
      const { min, max, step } = component.data
      component.setData({ value: snapped(value, min, max, step) })
      engine.fire(component, event, { value: component.data.value })
    }
    const valueAt = (event: PointerEvent): number => {
      const { left, width } = track.getBoundingClientRect()
      const { min, max } = component.data
      return min + ((event.clientX - left) / (width || 1)) * (max - min)
    }
    track.addEventListener('pointerdown', (event) => {
      if (component.data.disabled) return
      track.setPointerCapture(event.pointerId)
      move(valueAt(event), 'changing')
    })
    track.addEventListener('pointermove', (event) => {
      if (track.hasPointerCapture(event.pointerId)) move(valueAt(event), 'changing')
    })
    track.addEventListener('pointerup', (event) => {
      if (track.hasPointerCapture(event.pointerId)) move(valueAt(event), 'change')
    })
    thumb.addEventListener('keydown', (event) => {
      const way = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key]
      if (way === undefined || component.data.disabled) return
      event.preventDefault()
      move(component.data.value + way * component.data.step, 'change')
    })
    return {
      draw(values) {
        const { min, max, value, blockSize } = values
        first ??= value
        const part = max > min ? (Math.min(max, Math.max(min, value)) - min) / (max - min) : 0
        track.style.backgroundColor = values.color || values.backgroundColor
        filled.style.backgroundColor = values.selectedColor || values.activeColor
        filled.style.width = `${part * 100}%`
        const size = lengthOf(engine, Math.min(28, Math.max(12, blockSize)))
        Object.assign(thumb.style, {
          left: `${part * 100}%`,
          width: size,
          height: size,
          backgroundColor: values.blockColor,
        })
        thumb.setAttribute('aria-valuemin', String(min))
        thumb.setAttribute('aria-valuemax', String(max))
        thumb.setAttribute('aria-valuenow', String(value))
        words.hidden = !values.showValue
        words.textContent = String(value)
        mark(host, 'disabled', values.disabled)
      },
      field: {
        name: () => component.data.name || null,
        value: () => component.data.value,
        reset: () => component.setData({ value: first ?? component.data.min }),
      },
    }
  })
}

/** `progress`: how far something is, 0 to 100. */
export function defineProgress(engine: Engine): void {
  const properties = {
    percent: Number,
    showInfo: Boolean,
    borderRadius: { type: null, value: 0 as unknown },
    fontSize: { type: null, value: 16 as unknown },
    strokeWidth: { type: null, value: 6 as unknown },
    color: String,
    activeColor: { type: String, value: '#09bb07' },
    backgroundColor: { type: String, value: '#ebebeb' },
    active: Boolean,
    activeMode: { type: String, value: 'backwards' },
    /** ms for one percent. */
    duration: { type: Number, value: 30 },
  }
  builtIn(engine, 'progress', properties, (component, host) => {
    const track = append(host, 'div', 'wx-progress-track')
    const filled = append(track, 'div', 'wx-progress-filled')
    const words = append(host, 'div', 'wx-progress-words')
    host.setAttribute('role', 'progressbar')
    let before = 0
    filled.addEventListener('transitionend', () => {
      if (component.data.active) engine.fire(component, 'activeend', { curPercent: component.data.percent })
    })
    return {
      draw(values) {
        const percent = Math.min(100, Math.max(0, values.percent))
        const from = values.activeMode === 'forwards' ? before : 0
        if (values.active && percent !== before) {
          filled.style.transition = 'none'
          filled.style.width = `${from}%`
          filled.getBoundingClientRect() // the browser must see the start before the end
          filled.style.transition = `width ${Math.abs(percent - from) * values.duration}ms linear`
        } else if (!values.active) filled.style.transition = 'none'
        before = percent
        const radius = lengthOf(engine, values.borderRadius)
        Object.assign(track.style, {
          height: lengthOf(engine, values.strokeWidth),
          borderRadius: radius,
          backgroundColor: values.backgroundColor,
        })
        Object.assign(filled.style, {
          width: `${percent}%`,
          borderRadius: radius,
          backgroundColor: values.color || values.activeColor,
        })
        host.setAttribute('aria-valuenow', String(percent))
        words.hidden = !values.showInfo
        words.textContent = `${percent}%`
        words.style.fontSize = lengthOf(engine, values.fontSize)
      },
    }
  })
}
