/** @jest-environment jsdom */
import { broughtBack, type GoneOut, noteGoneOut } from './goneOut'

const OUT: GoneOut = { provider: 'qq', ticket: 'ticket-1', secret: 'secret-1', hash: '#/pages/me/me' }

/** A browser that comes back with this query; answers what is taken from it and the address it then has. */
function comesBack(search: string) {
  const addresses: unknown[] = []
  const past = { replaceState: (_: unknown, __: string, address?: string | URL | null) => void addresses.push(address) }
  const found = broughtBack(localStorage, { search, pathname: '/shop/' }, past)
  return { found, addresses }
}
beforeEach(() => localStorage.clear())

test('an answer to this browser is taken once, and the address is as it was before', () => {
  noteGoneOut(localStorage, OUT)
  expect(comesBack('?code=c1&state=ticket-1')).toEqual({
    found: { out: OUT, back: { ticket: 'ticket-1', code: 'c1' } },
    addresses: ['/shop/#/pages/me/me'],
  })
  expect(comesBack('?code=c1&state=ticket-1').found).toBeNull()
})

test.each(['?usercancel=1&state=ticket-1', '?error=access_denied&error_code=21330&state=ticket-1'])(
  'a no is one as QQ and Weibo say it: %s',
  (search) => {
    noteGoneOut(localStorage, OUT)
    expect(comesBack(search).found?.back).toEqual({ ticket: 'ticket-1', code: null })
  },
)

test('an answer that this browser did not ask for signs nobody in: it is shown to the page where accounts are bound', () => {
  noteGoneOut(localStorage, OUT)
  expect(comesBack('?code=theirs&state=another')).toEqual({
    found: null,
    addresses: ['/shop/#/account/pages/provider/provider?ticket=another&code=theirs'],
  })
})

test('an address without an answer is left as it is', () => {
  expect(comesBack('?state=ticket-1')).toEqual({ found: null, addresses: [] })
  expect(comesBack('?scene=1154')).toEqual({ found: null, addresses: [] })
})
