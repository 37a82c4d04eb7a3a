import { createServer } from 'node:net'
import { DeskFault, codeOf } from '../common/faults.ts'

/** Resolves when the port of 127.0.0.1 can be taken (0 always can); rejects with a {@link DeskFault} when it can not. */
export async function assertPortFree(port: number, flag: string): Promise<void> {
  if (port === 0) return
  const server = createServer()
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(new DeskFault(refusal(port, flag, codeOf(error)))))
    server.listen({ host: '127.0.0.1', port }, () => server.close(() => resolve()))
  })
}

function refusal(port: number, flag: string, code: string | null): string {
  if (code === 'EADDRINUSE') {
    return `port ${port} is in use; stop the program that holds it, or choose another with ${flag}`
  }
  return `port ${port} can not be taken (${code ?? 'unknown'}); choose another with ${flag}`
}
