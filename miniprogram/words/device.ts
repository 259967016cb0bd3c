import type { Output } from '../../core/contract'
import { tongues } from './speak'

type Look = Extract<Output<'approveWebLogin'>, { action: 'look' }>['login']
export type Device = Extract<Look, { status: 'open' }>['device']

const words = tongues<{ systems: Record<Device['system'], string>; browsers: Record<Device['browser'], string> }>({
  zh: {
    systems: {
      windows: 'Windows 电脑',
      mac: 'Mac 电脑',
      linux: 'Linux 电脑',
      android: '安卓手机',
      ios: '苹果手机或平板',
      other: '一台设备',
    },
    browsers: {
      chrome: 'Chrome 浏览器',
      edge: 'Edge 浏览器',
      safari: 'Safari 浏览器',
      firefox: 'Firefox 浏览器',
      other: '浏览器',
    },
  },
  en: {
    systems: {
      windows: 'Windows computer',
      mac: 'Mac',
      linux: 'Linux computer',
      android: 'Android phone',
      ios: 'iPhone or iPad',
      other: 'A device',
    },
    browsers: { chrome: 'Chrome', edge: 'Edge', safari: 'Safari', firefox: 'Firefox', other: 'a browser' },
  },
})

/** Where a browser is, by what it says of itself: Windows 电脑 · Chrome 浏览器. */
export const deviceWords = ({ system, browser }: Device): string =>
  `${words().systems[system]} · ${words().browsers[browser]}`
