/**
 * Loaded before anything else in every function process (`--require`). Plain JavaScript, because a process that had to
 * compile TypeScript first would not show honest cold starts.
 *
 * Two things a function of the cloud cannot know are kept from it here: the desk's clock may be ahead of the machine's,
 * and nothing outside this machine may be reached, so that no test ever speaks to a real service by mistake.
 */
const net = require('node:net')
const dns = require('node:dns')
const dgram = require('node:dgram')

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\]|::ffff:127(\.\d{1,3}){3})$/i

function refusal(what) {
  const error = new Error(`EGRESS_REFUSED: a function on this desk may reach only the desk, not ${what}`)
  error.code = 'EGRESS_REFUSED'
  console.error(error.message)
  return error
}

/** The host and port a socket is asked to reach, in every form `socket.connect` takes; undefined for a pipe. */
function aimOf(args) {
  // `net.connect` hands its arguments on as one already normalised array.
  const [first, second] = Array.isArray(args[0]) ? args[0] : args
  if (first !== null && typeof first === 'object') {
    // A pipe has a path; Node's own http sets it to null where there is none.
    return typeof first.path !== 'string' ? { host: first.host ?? 'localhost', port: first.port } : undefined
  }
  if (Number.isNaN(Number(first))) return undefined
  return { host: typeof second === 'string' ? second : 'localhost', port: first }
}

const connect = net.Socket.prototype.connect
net.Socket.prototype.connect = function (...args) {
  const aim = aimOf(args)
  if (!aim || LOOPBACK.test(aim.host)) return connect.apply(this, args)
  const error = refusal(`${aim.host}:${aim.port}`)
  process.nextTick(() => this.destroy(error))
  return this
}

for (const name of Object.keys(dns).filter((key) => /^(lookup|resolve|reverse)/.test(key))) {
  const ask = dns[name]
  dns[name] = (host, ...rest) => {
    if (LOOPBACK.test(String(host))) return ask(host, ...rest)
    const answer = rest.at(-1)
    if (typeof answer !== 'function') throw refusal(`the name ${host}`)
    process.nextTick(answer, refusal(`the name ${host}`))
  }
  const promise = dns.promises[name]
  if (!promise) continue
  dns.promises[name] = async (host, ...rest) => {
    if (LOOPBACK.test(String(host))) return promise(host, ...rest)
    throw refusal(`the name ${host}`)
  }
}

for (const name of ['send', 'connect']) {
  dgram.Socket.prototype[name] = () => {
    throw refusal('anything by UDP')
  }
}

let offsetMs = 0
const MachineDate = Date
const machineNow = Date.now
MachineDate.now = () => machineNow() + offsetMs

const DeskDate = new Proxy(MachineDate, {
  construct: (target, args, asked) => Reflect.construct(target, args.length === 0 ? [target.now()] : args, asked),
  apply: (target) => new target(target.now()).toString(),
})
MachineDate.prototype.constructor = DeskDate
globalThis.Date = DeskDate

module.exports = {
  /** From now on the process lives this many milliseconds ahead of the machine. */
  setClockOffset(ms) {
    offsetMs = ms
  },
}
