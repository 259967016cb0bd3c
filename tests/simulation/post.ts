import type { Dice } from './dice'
import type { Faults } from './faults'
import type { Story } from './story'

/** Which of our doors a gateway's notices come to. */
export type Door = 'payNotify' | 'alipayNotify' | 'virtualPayNotify'

export type Letter = {
  door: Door
  headers: Record<string, string>
  body: string
  /** The order or transfer it is about. */
  about: string
  /** Milliseconds since 1970 before which it does not come. */
  notBefore: number
  tries: number
  /** Nobody meant us to believe it: it must be refused. */
  isBad: boolean
}

export type Post = {
  /** A gateway writes. `mayVanish`: we could find out without it, so that it may be lost for good. */
  send(door: Door, letter: { headers: Record<string, string>; body: string }, about: string, mayVanish?: boolean): void
  /** Somebody else writes in a gateway's name, or a gateway writes of something that does not fit. */
  sendBad(letter: Omit<Letter, 'notBefore' | 'tries' | 'isBad'>): void
  /** Any letter that may come now, in no order. */
  draw(): Letter | undefined
  /** All that wait, whenever they were meant to come. */
  waiting(): Letter[]
  /** It was taken, or refused as it should be. */
  done(letter: Letter): void
  /** Genuine letters of the past, for those who forge. */
  archive: readonly Letter[]
}

const MINUTE_MS = 60_000

export function post(dice: Dice, now: () => number, { strikes }: Faults, { tell }: Story): Post {
  let queue: Letter[] = []
  const archive: Letter[] = []

  return {
    archive,
    send(door, { headers, body }, about, mayVanish = false) {
      const letter: Letter = { door, headers, body, about, notBefore: now(), tries: 0, isBad: false }
      archive.push(letter)
      if (mayVanish && strikes('letter lost', 0.15)) {
        tell(`    ✉ a letter about ${about} is lost for good`)
        return
      }
      const copies = strikes('letter doubled', 0.15) ? dice.pick(2, 2, 3, 10) : 1
      const isLate = strikes('letter late', 0.2)
      for (let n = 0; n < copies; n += 1)
        queue.push({ ...letter, notBefore: now() + (isLate ? dice.between(1, 90) * MINUTE_MS : 0) })
    },
    sendBad: (letter) => void queue.push({ ...letter, notBefore: now(), tries: 0, isBad: true }),
    draw: () => dice.oneOf(queue.filter(({ notBefore }) => notBefore <= now())),
    waiting: () => [...queue],
    done(letter) {
      queue = queue.filter((one) => one !== letter)
    },
  }
}
