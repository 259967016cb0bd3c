import { json, listen, type Route } from './http'

test('whoever comes before the doors are there waits for them', async () => {
  let open: (doors: Route[]) => void = () => {}
  const doors = new Promise<Route[]>((resolve) => {
    open = resolve
  })
  const server = await listen(doors, 0)
  const early = fetch(`http://127.0.0.1:${server.port}/accounts`, { method: 'POST', body: 'Mei' })
  await new Promise((resolve) => setTimeout(resolve, 50))
  open([{ method: 'POST', path: '/accounts', handle: ({ body }) => json({ made: body.toString() }, 201) }])
  const answer = await early
  expect([answer.status, await answer.json()]).toEqual([201, { made: 'Mei' }])
  await server.close()
})
