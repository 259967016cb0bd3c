import type { Ports } from '../../core/ports'

/** A file of its own in functions, a quarter of a megabyte: read when somebody writes a review. */
const later = () => require('./table') as typeof import('./table')

export const regionOf: Ports['regionOf'] = (address) => (address ? later().regionOf(address) : null)
