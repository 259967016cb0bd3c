/**
 * One process of one function: loads the bundle, then runs one invocation at a time as the host tells it.
 * Host → child: { type: 'invoke', event, context, identity, offsetMs } · { type: 'clock', offsetMs }
 * Child → host: ready · loadFailed · log · answer · idle · memory (each described where it is sent).
 */
const { setClockOffset } = require('./guard')

// The real one asks the operating system for every name that is read, and the SDK reads forty of them for every request.
process.env = { ...process.env }

const [, , bundle, memoryLimitMb, identityNames] = process.argv
const MEMORY_CHECK_MS = 200

const memoryNow = () => process.memoryUsage.rss() / 2 ** 20
/** As last looked at: looking takes longer than many an invocation's own work. */
let memoryMb = memoryNow()
let lookedAt = performance.now()

const tell = (message) => new Promise((resolve) => process.connected && process.send(message, resolve))

// A desk that was killed cannot stop its processes: each goes by itself when the line to the desk breaks.
process.on('disconnect', () => process.exit(0))

// Lines travel in the same channel as answers, so that each belongs without doubt to the invocation that wrote it.
for (const stream of ['stdout', 'stderr']) {
  process[stream].write = (chunk, encoding, done) => {
    const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8')
    tell({ type: 'log', stream, text }).then(() => (typeof encoding === 'function' ? encoding : done)?.())
    return true
  }
}

const told = (error) =>
  error instanceof Error
    ? { name: error.name, message: error.message, stack: error.stack ?? '' }
    : {
        name: 'Error',
        message: typeof error === 'string' ? error : (JSON.stringify(error) ?? String(error)),
        stack: '',
      }

function load() {
  const started = performance.now()
  try {
    const { main } = require(bundle)
    if (typeof main !== 'function') throw new Error(`${bundle} exports no function named main`)
    tell({ type: 'ready', loadMs: performance.now() - started })
    return main
  } catch (error) {
    tell({ type: 'loadFailed', error: told(error) }).then(() => process.exit(1))
  }
}

/** The caller lives in the environment, as in the cloud; whatever the last caller had and this one has not is gone. */
function become(identity) {
  for (const name of identityNames.split(',')) delete process.env[name]
  Object.assign(process.env, identity)
}

async function settled(promises) {
  // Work may add work while it is waited for.
  for (let seen = 0; seen < promises.length; ) {
    const batch = promises.slice(seen)
    seen = promises.length
    await Promise.allSettled(batch)
  }
}

/**
 * Resolves when nothing is left that could still run: with the channel to the host set aside, Node would now end the
 * process. Only then may another caller's identity be put on.
 */
const emptyLoop = () =>
  new Promise((resolve) => {
    process.once('beforeExit', () => {
      process.channel?.ref()
      resolve()
    })
    process.channel?.unref()
  })

const noCallback = () => {
  throw new Error('this desk runs functions that return a promise; the callback argument of main is not emulated')
}

async function answerOf(event, context) {
  try {
    const result = JSON.stringify((await main(event, context, noCallback)) ?? null)
    return { type: 'answer', result: result ?? 'null' }
  } catch (error) {
    return { type: 'answer', error: told(error) }
  }
}

function lookAtMemory() {
  lookedAt = performance.now()
  memoryMb = memoryNow()
  if (memoryMb > Number(memoryLimitMb)) tell({ type: 'memory', memoryMb }).then(() => process.exit(1))
}

/** Looks now and then while something runs. Nobody looks at a process that is idle: two dozen of them would wake up five times a second. */
function watchMemory() {
  if (performance.now() - lookedAt > MEMORY_CHECK_MS) lookAtMemory()
  // A process busy in a loop cannot look at itself; for that the heap limit of V8 stands (--max-old-space-size).
  const watch = setInterval(lookAtMemory, MEMORY_CHECK_MS).unref()
  return () => clearInterval(watch)
}

async function invoke({ event, context, identity, offsetMs }) {
  const watched = watchMemory()
  become(identity)
  setClockOffset(offsetMs)
  // The cloud has no such array: there the event loop alone finishes what main left behind. Here it lets the desk name it.
  const afterwards = []
  await tell(await answerOf(event, { ...context, afterwards }))
  await settled(afterwards)
  await emptyLoop()
  watched()
  become({})
  tell({ type: 'idle', memoryMb })
}

const main = load()
process.on('message', (message) => {
  if (message.type === 'clock') setClockOffset(message.offsetMs)
  else invoke(message)
})
