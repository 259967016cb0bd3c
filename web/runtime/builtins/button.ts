import type { GeneralComponent } from 'glass-easel'
import type { Engine } from '../engine'
import { words as own } from '../words'
import { Refusal } from '../wx/api'
import { notice, showModal } from '../wx/dialogs'
import { platformOf } from '../wx/platform'
import { share } from '../wx/share'
import { chooseFiles } from '../wx/tempFiles'
import { builtIn, mark, reachable } from './define'
import { actOnForm } from './form'
import { hoverable } from './hover'

/** What `open-type` may be in the browser; any other is refused by name when it is pressed. */
export const openTypes = ['share', 'chooseAvatar', 'agreePrivacyAuthorization', 'getPhoneNumber'] as const
type OpenType = (typeof openTypes)[number]

async function chooseAvatar(engine: Engine, component: GeneralComponent): Promise<void> {
  const { privacy, files } = platformOf(engine)
  await privacy.require('chooseAvatar')
  const [chosen] = await chooseFiles(files, 'image/*', 1)
  if (chosen) engine.fire(component, 'chooseavatar', { avatarUrl: chosen.path })
}

/** WeChat shows the number it knows and asks; the page hears of a code that its own server exchanges, or that the person said no. */
async function getPhoneNumber(engine: Engine, component: GeneralComponent): Promise<void> {
  const { privacy, desk, hasDesk, appName } = platformOf(engine)
  const heard = (detail: object): void => void engine.fire(component, 'getphonenumber', detail)
  if (!hasDesk) {
    await notice(engine.chrome.overlay(), own().onlyInWeChat, own().noOpenType('getPhoneNumber'))
    return
  }
  await privacy.require('getPhoneNumber')
  const number = String(Object((await desk.post('/wechat/phone/look', {})).body).number)
  const { confirm } = await showModal(engine.chrome.overlay(), {
    title: own().phoneTitle(appName),
    content: `${number.slice(0, 3)}****${number.slice(-4)}`,
    cancelText: own().disallow,
    confirmText: own().permit,
  })
  if (!confirm) return heard({ errMsg: 'getPhoneNumber:fail user deny' })
  const { code } = Object((await desk.post('/wechat/phone', {})).body)
  heard({ code: String(code), errMsg: 'getPhoneNumber:ok' })
}

const acts: Record<OpenType, (engine: Engine, component: GeneralComponent) => Promise<void>> = {
  share: (engine, component) => share(engine, 'button', { id: component.id, dataset: component.dataset }),
  chooseAvatar,
  getPhoneNumber,
  async agreePrivacyAuthorization(engine, component) {
    platformOf(engine).privacy.agree()
    engine.fire(component, 'agreeprivacyauthorization', { errMsg: 'agreePrivacyAuthorization:ok' })
  },
}

const isOpenType = (name: string): name is OpenType => openTypes.some((known) => known === name)

async function open(engine: Engine, component: GeneralComponent, name: string): Promise<void> {
  if (!isOpenType(name)) {
    await notice(engine.chrome.overlay(), own().onlyInWeChat, own().noOpenType(name))
    return
  }
  await acts[name](engine, component).catch((error: unknown) => {
    // Leaving a chooser is an answer; a button has no failure event to tell it to.
    if (!(error instanceof Refusal)) throw error
  })
}

/** `button`: drawn by the style sheet; here are its behaviours. */
export function defineButton(engine: Engine): void {
  const properties = {
    type: { type: String, value: 'default' },
    size: { type: String, value: 'default' },
    plain: Boolean,
    disabled: Boolean,
    loading: Boolean,
    formType: String,
    openType: String,
    name: String,
    lang: { type: String, value: 'en' },
    hoverClass: { type: String, value: 'button-hover' },
    hoverStopPropagation: Boolean,
    hoverStartTime: { type: Number, value: 20 },
    hoverStayTime: { type: Number, value: 70 },
    ariaLabel: String,
  }
  builtIn(engine, 'button', properties, (component, host) => {
    reachable(host, 'button')
    hoverable(component, host)
    // Heard on the way down, so that a disabled button's own handlers and those around it never hear of the tap.
    component.addListener(
      'tap',
      (event) => {
        if (component.data.disabled) event.stopPropagation()
      },
      { capture: true },
    )
    const act = (): void => {
      if (component.data.disabled) return
      const { formType, openType } = component.data
      if (formType) actOnForm(host, formType)
      if (openType) void open(engine, component, openType)
    }
    component.addListener('tap', act)
    return {
      draw(values) {
        host.setAttribute('type', values.type)
        host.setAttribute('size', values.size)
        mark(host, 'plain', values.plain)
        mark(host, 'disabled', values.disabled)
        mark(host, 'loading', values.loading)
        host.setAttribute('aria-disabled', String(values.disabled))
        if (values.ariaLabel) host.setAttribute('aria-label', values.ariaLabel)
      },
      activate: act,
    }
  })
}
