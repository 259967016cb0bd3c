import { notified } from './payNotify'

/** Alipay says that somebody paid, or that something happened to a trade; otherwise as `payNotify`. */
export const alipayNotify = notified('alipay')
