import type { GeneralComponent } from 'glass-easel'
import type { Engine } from '../engine'
import { canvasNode } from './canvasNode'
import { append, builtIn, reachable } from './define'
import { hoverable } from './hover'

type Ways = Record<string, (url: string, delta: number) => Promise<unknown>>

/** `navigator`: a tap goes where `url` says. */
export function defineNavigator(engine: Engine): void {
  const { router } = engine
  const ways: Ways = {
    navigate: (url) => router.navigateTo({ url }),
    redirect: (url) => router.redirectTo({ url }),
    switchTab: (url) => router.switchTab({ url }),
    reLaunch: (url) => router.reLaunch({ url }),
    navigateBack: (_url, delta) => router.navigateBack({ delta }),
  }
  const properties = {
    url: String,
    openType: { type: String, value: 'navigate' },
    delta: { type: Number, value: 1 },
    target: { type: String, value: 'self' },
    hoverClass: { type: String, value: 'navigator-hover' },
    hoverStopPropagation: Boolean,
    hoverStartTime: { type: Number, value: 50 },
    hoverStayTime: { type: Number, value: 600 },
  }
  /** Relative addresses count from the page that shows the navigator. */
  const go = async (component: GeneralComponent): Promise<void> => {
    const { url, openType, delta, target } = component.data
    const way = ways[openType]
    if (target === 'miniProgram' || !way)
      throw new Error(`navigator open-type="${openType}" is not part of the browser client`)
    try {
      await way(url, delta)
      engine.fire(component, 'success', {})
    } catch (error) {
      engine.fire(component, 'fail', error)
    }
    engine.fire(component, 'complete', {})
  }
  builtIn(engine, 'navigator', properties, (component, host) => {
    reachable(host, 'link')
    hoverable(component, host)
    component.addListener('tap', () => void go(component))
    return {}
  })
}

/** `canvas type="2d"`: its node is a real canvas. The old canvas, by `canvas-id`, is refused by name. */
export function defineCanvas(engine: Engine): void {
  const properties = { type: String, canvasId: String, disableScroll: Boolean }
  builtIn(engine, 'canvas', properties, (_component, host) => {
    const node = canvasNode(append(host, 'canvas'))
    return {
      draw({ type, disableScroll }) {
        if (type !== '2d')
          throw new Error(`<canvas type="${type}"> is not part of the browser client; only type="2d" is`)
        host.style.touchAction = disableScroll ? 'none' : ''
      },
      node: () => node,
    }
  })
}

/**
 * `web-view`: a page of the web in place of the mini-program's. A browser needs no frame for that, and cashiers allow none:
 * the whole window goes there. Back leads to the page before, not to the one that would leave again.
 */
export function defineWebView(engine: Engine): void {
  builtIn(engine, 'web-view', { src: String }, () => {
    let isLeaving = false
    return {
      draw({ src }) {
        if (!src || isLeaving) return
        // Anything but the web would run inside this page with its rights.
        if (!/^https?:\/\//i.test(src)) throw new Error('web-view opens only http and https addresses')
        isLeaving = true
        const whole = window.top ?? window
        whole.location.replace(src)
      },
    }
  })
}

/** `root-portal`: its children are drawn where they stand; a fixed child still lies over the whole page. */
export function defineRootPortal(engine: Engine): void {
  builtIn(engine, 'root-portal', { enable: { type: Boolean, value: true } }, () => ({}))
}
