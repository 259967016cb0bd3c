import { Refusal } from './api'
import type { Identity } from './identity'

/** What a page calls when the person has answered its own consent sheet. */
export type PrivacyAnswer = { event: 'agree' | 'disagree' | 'exposureAuthorization'; buttonId?: string }
type PrivacyListener = (resolve: (answer: PrivacyAnswer) => void, info: { referrer: string }) => void

/** Kept per WeChat user: whether this user agreed to the school's privacy guide. */
const KEY = 'xingtan.privacy.'
/** WeChat's own errno for a privacy refusal. */
const NOT_AGREED_ERRNO = 104

/**
 * WeChat's privacy gate: an interface that touches personal data waits until the person has agreed, through the page's own
 * sheet (`wx.onNeedPrivacyAuthorization`) or else through the platform's (`askPlatform`).
 */
export class Privacy {
  #listener: PrivacyListener | null = null
  #waiting: Promise<void> | null = null

  constructor(
    private readonly place: Storage,
    private readonly identity: Identity,
    private readonly askPlatform: () => Promise<boolean>,
  ) {}

  get isAgreed(): boolean {
    return this.place.getItem(KEY + this.identity.owner()) === 'agreed'
  }
  agree(): void {
    this.place.setItem(KEY + this.identity.owner(), 'agreed')
  }
  withdraw(): void {
    this.place.removeItem(KEY + this.identity.owner())
  }
  listen(listener: PrivacyListener | null): void {
    this.#listener = listener
  }
  /** Resolves once the person has agreed; refuses otherwise. `referrer` is the interface that asks. */
  require(referrer: string): Promise<void> {
    if (this.isAgreed) return Promise.resolve()
    this.#waiting ??= this.#ask(referrer).finally(() => {
      this.#waiting = null
    })
    return this.#waiting
  }
  async #ask(referrer: string): Promise<void> {
    const isYes = this.#listener ? await this.#askPage(this.#listener, referrer) : await this.askPlatform()
    if (!isYes) throw new Refusal('privacy permission is not authorized', { errno: NOT_AGREED_ERRNO })
    this.agree()
  }
  #askPage(listener: PrivacyListener, referrer: string): Promise<boolean> {
    return new Promise((resolve) => {
      const answer = ({ event }: PrivacyAnswer) => {
        if (event === 'agree') resolve(true)
        if (event === 'disagree') resolve(false)
        // `exposureAuthorization` only reports that the sheet was seen.
      }
      listener(answer, { referrer })
    })
  }
}
