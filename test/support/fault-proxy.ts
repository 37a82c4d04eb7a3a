import { type IncomingMessage, type ServerResponse, createServer, request as httpRequest } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A line to an HTTP server that fails when a test says so. */
export interface FaultProxy {
  readonly url: string
  /**
   * Lets the next request to this path through, and its answer not: resolves with that answer once the server has given
   * it in full, when the one who asked has got nothing but a closed connection.
   */
  dropNextAnswer(path: string): Promise<DroppedAnswer>
  /** Ends every connection and takes no more until `mend`. */
  cut(): void
  mend(): void
  close(): Promise<void>
}

export interface DroppedAnswer {
  readonly status: number
  readonly body: string
}

interface Drop {
  readonly path: string
  done(answer: DroppedAnswer): void
}

/**
 * Opens the line on a free port of 127.0.0.1. A target that is not there, or goes away amid an answer, closes the
 * connection of the one who asked, as a dead line does; it never answers in the target's place.
 */
export async function openFaultProxy(target: { readonly port: number }): Promise<FaultProxy> {
  const drops: Drop[] = []
  let isCut = false
  const server = createServer((request, response) => {
    const at = drops.findIndex(({ path }) => request.url?.split('?', 1)[0] === path)
    forward(target.port, request, response, at === -1 ? null : (drops.splice(at, 1)[0] ?? null))
  })
  server.on('connection', (socket) => {
    if (isCut) socket.destroy()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // listening on TCP
  return {
    url: `http://127.0.0.1:${port}`,
    dropNextAnswer: (path) => new Promise((done) => drops.push({ path, done })),
    cut: () => {
      isCut = true
      server.closeAllConnections()
    },
    mend: () => {
      isCut = false
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function forward(port: number, request: IncomingMessage, response: ServerResponse, drop: Drop | null): void {
  const { method, url, headers } = request
  const onward = httpRequest({ host: '127.0.0.1', port, method, path: url, headers, agent: false }, (answer) => {
    answer.once('error', () => request.socket.destroy())
    if (drop === null) {
      response.writeHead(answer.statusCode ?? 0, answer.headers)
      response.flushHeaders()
      answer.pipe(response)
      return
    }
    const chunks: Buffer[] = []
    answer.on('data', (chunk: Buffer) => chunks.push(chunk))
    answer.once('end', () => {
      request.socket.destroy()
      drop.done({ status: answer.statusCode ?? 0, body: Buffer.concat(chunks).toString() })
    })
  })
  onward.once('error', () => request.socket.destroy())
  response.once('close', () => onward.destroy())
  request.pipe(onward)
}
