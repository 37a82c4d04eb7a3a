import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { OperatorError } from '../database/port.ts'

export interface ListenOptions {
  readonly port: number
  readonly host: string
}

/** Listens where the options say, and answers the address; a port or address that can not be had is one line. */
export async function listen(app: FastifyInstance, { port, host }: ListenOptions): Promise<string> {
  try {
    await app.listen({ port, host })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null
    if (code === 'EADDRINUSE') throw new OperatorError(`port ${port} is in use`)
    if (code === 'EACCES') throw new OperatorError(`port ${port} may not be used by this account`)
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') throw new OperatorError(`no address ${host} here`)
    throw error
  }
  const address = app.server.address() as AddressInfo // listening on TCP
  return `http://${host}:${address.port}`
}
