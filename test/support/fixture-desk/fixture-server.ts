import { readFile } from 'node:fs/promises'
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize } from 'node:path'
import { DESK_CALL_PATH, DESK_EVENTS_PATH, STAFF_SESSION_HEADER } from '../../../shared/desk-api/http-paths.ts'
import type { DeskEvent } from '../../../shared/desk-api/contract.ts'

const RENDERER_DIR = join(import.meta.dirname, '../../../dist/renderer')
const KINDS: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
}
/** The policy of the real host, so that a screen that breaks it breaks here. */
const CSP =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'"

/** What answers the screens' calls: a desk in memory, or a real host. */
interface ServedDesk {
  call(name: string, input: unknown, session: string | null): unknown
  listen(heard: (event: DeskEvent) => void): () => void
}

/** Serves the built screens and a desk as the desk host does, on a free port of 127.0.0.1. */
export async function serveFixtureDesk(
  desk: ServedDesk,
  port = 0,
): Promise<{ readonly origin: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    void answer(desk, request, response)
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const address = server.address() as AddressInfo // listening on TCP
  return {
    origin: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function answer(desk: ServedDesk, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = request.url ?? '/'
  if (path === DESK_EVENTS_PATH) return streamEvents(desk, request, response)
  if (path.startsWith(DESK_CALL_PATH)) {
    const body = await textOf(request)
    response.setHeader('content-type', 'application/json')
    const session = request.headers[STAFF_SESSION_HEADER]
    const name = path.slice(DESK_CALL_PATH.length)
    const answered = await desk.call(name, JSON.parse(body), typeof session === 'string' ? session : null)
    response.end(JSON.stringify(answered))
    return
  }
  const file = path === '/' ? '/renderer/desk/index.html' : normalize(path)
  try {
    const bytes = await readFile(join(RENDERER_DIR, file))
    response.setHeader('content-type', KINDS[extname(file)] ?? 'application/octet-stream')
    response.setHeader('content-security-policy', CSP)
    response.end(bytes)
  } catch {
    response.writeHead(404).end() // no such file in the build
  }
}

function streamEvents(desk: ServedDesk, request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
  response.write(': listening\n\n')
  const stop = desk.listen((event) => response.write(`data: ${JSON.stringify(event)}\n\n`))
  request.on('close', stop)
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of request) text += String(chunk)
  return text
}
