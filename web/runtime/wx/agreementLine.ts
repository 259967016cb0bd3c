import { words as own } from '../words'
import { make } from './sheet'

/** The line with which somebody agrees, and the texts it speaks of, each in another window. */
export function agreementLine(): { line: HTMLElement; box: HTMLInputElement } {
  const said = own()
  const line = make('label', 'wx-signin-agree')
  const box = make('input', '')
  box.type = 'checkbox'
  const linkTo = (words: string, text: string): HTMLAnchorElement => {
    const link = make('a', '', words)
    link.href = `#/account/pages/agreements/agreements?text=${text}`
    link.target = '_blank'
    link.rel = 'noopener'
    return link
  }
  const sentence = make('span', '', `${said.iAgree} `)
  sentence.append(linkTo(said.terms, 'terms'), ' ', linkTo(said.privacyPolicy, 'privacy'))
  line.append(box, sentence)
  return { line, box }
}
