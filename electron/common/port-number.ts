import { InvalidArgumentError } from 'commander'

/** A TCP port from a flag; 0 means any free one. */
export function parsePort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  if (!(port >= 0 && port <= 65_535)) throw new InvalidArgumentError('expected a port from 0 to 65535')
  return port
}
