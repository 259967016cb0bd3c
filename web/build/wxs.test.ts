import { transformWxs } from './wxs'

/** Runs a transformed module as the browser would. */
function run(source: string): Record<string, (...args: unknown[]) => unknown> {
  const globals = {
    getRegExp: (pattern: string, flags?: string) => new RegExp(pattern, flags),
    __wxsType: (value: unknown) => Object.prototype.toString.call(value).slice(8, -1),
  }
  const module = { exports: {} }
  new Function('module', 'exports', 'getRegExp', '__wxsType', transformWxs(source).code)(
    module,
    module.exports,
    globals.getRegExp,
    globals.__wxsType,
  )
  return module.exports
}

test('constructor is the name of a type', () => {
  const { typeOf } = run('module.exports.typeOf = function (a) { return (a || []).constructor }')
  expect([typeOf?.([]), typeOf?.(null), typeOf?.({}), typeOf?.('x'), typeOf?.(1), typeOf?.(true)]).toEqual([
    'Array',
    'Array',
    'Object',
    'String',
    'Number',
    'Boolean',
  ])
})

test('a pattern keeps the backslashes that JavaScript strings would drop', () => {
  const { isNumber, isPath } = run(String.raw`
    module.exports.isNumber = function (text) { return getRegExp('^-?\d+(\.\d+)?$').test(text) }
    module.exports.isPath = function (text) { return getRegExp("^a\\/\-$", 'i').test(text) }
  `)
  expect([isNumber?.('-12.5'), isNumber?.('12x5'), isPath?.('A/-')]).toEqual([true, false, true])
})

test('required modules are named without their extension', () => {
  const { code, requires } = transformWxs("var a = require('./a.wxs'); var b = require('../b')")
  expect({ code, requires }).toEqual({
    code: 'var a = require("./a"); var b = require("../b")',
    requires: ['./a', '../b'],
  })
})

test('bad source is refused with its place', () => {
  expect(() => transformWxs('var a = ;')).toThrow('Unexpected token (1:8)')
})
