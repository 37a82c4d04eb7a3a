import { existsSync } from 'node:fs'
import { join } from 'node:path'
import fastifyCookie from '@fastify/cookie'
import fastifyStatic from '@fastify/static'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { assert } from '../../../shared/base/assert.ts'
import type { Rng, Timers } from '../../../shared/base/ports.ts'
import { DESK_CALL_PATH, DESK_EVENTS_PATH } from '../../../shared/desk-api/http-paths.ts'
import { DESK_PAGE, SECURITY_HEADERS } from '../../common/content-policy.ts'
import type { DeskHandler } from '../desk-handler.ts'
import { shellRefusal, statusOf } from './answers.ts'
import type { EntryLink } from './entry-link.ts'
import { EventStreams } from './event-stream.ts'
import { isOwnRequest } from './request-guard.ts'
import { cookieName, isOpenSession, openSession } from './sessions.ts'
import { SIGN_IN_PAGE } from './sign-in-page.ts'
import { staffSessionOf } from './staff-session.ts'

const MAX_BODY_BYTES = 64 * 1024
const NO_STORE = { 'cache-control': 'no-store' }
const API_PREFIX = '/desk/'

export interface HttpShellOptions {
  readonly handler: DeskHandler
  /** The built renderer. */
  readonly rendererDirectory: string
  readonly deviceClass: 'desk' | 'kiosk'
  readonly sessionKey: Uint8Array
  readonly entryLink: EntryLink
  readonly rng: Rng
  readonly timers: Timers
  /** Told of a fault with the route's pattern; never an address, a token or a body. */
  readonly onFault: (route: string, error: Error) => void
}

export interface HttpShell {
  readonly port: number
  /** The address that lets a browser in. */
  readonly entryUrl: string
  close(): Promise<void>
}

/**
 * Serves the renderer and the desk API to browsers of this machine, on 127.0.0.1 only. `port` 0 takes any free one;
 * rejects with Node's `EADDRINUSE` when the port is taken.
 */
export async function openHttpShell(options: HttpShellOptions, port: number): Promise<HttpShell> {
  const server = Fastify({ bodyLimit: MAX_BODY_BYTES, logger: false, forceCloseConnections: true })
  const shell = new Shell(options, server)
  await shell.addRoutes()
  await server.listen({ host: '127.0.0.1', port })
  const address = server.server.address()
  assert(typeof address === 'object' && address !== null, 'a server that listens on a port has an address')
  shell.port = address.port
  return {
    port: address.port,
    entryUrl: `http://127.0.0.1:${address.port}/enter?token=${options.entryLink.token}`,
    close: () => shell.close(),
  }
}

class Shell {
  port = 0
  readonly #options: HttpShellOptions
  readonly #server: FastifyInstance
  readonly #streams: EventStreams

  constructor(options: HttpShellOptions, server: FastifyInstance) {
    this.#options = options
    this.#server = server
    this.#streams = new EventStreams(options.handler, options.timers)
  }

  async addRoutes(): Promise<void> {
    const server = this.#server
    server.addHook('onRequest', (request, reply) => this.#guard(request, reply))
    server.setErrorHandler((error, request, reply) => this.#answerFault(error, request, reply))
    server.setNotFoundHandler((request, reply) => this.#answerNotFound(request, reply))
    await server.register(fastifyCookie)
    await server.register(fastifyStatic, {
      root: this.#options.rendererDirectory,
      index: false,
      dotfiles: 'deny',
      wildcard: true,
      cacheControl: false,
      setHeaders: (reply, path) => void reply.header('cache-control', cacheOf(path)),
    })
    server.get('/healthz', (_request, reply) => reply.headers(NO_STORE).send({ ok: true }))
    server.get('/enter', (request, reply) => this.#enter(request, reply))
    server.get('/', (request, reply) => this.#sendPage(request, reply))
    server.post<{ Params: { name: string } }>(`${DESK_CALL_PATH}:name`, async (request, reply) => {
      const answer = await this.#options.handler.handle(request.params.name, request.body, staffSessionOf(request))
      return reply.code(statusOf(answer)).send(answer)
    })
    server.get(DESK_EVENTS_PATH, (_request, reply) => {
      reply.hijack()
      this.#streams.serve(reply.raw, { ...SECURITY_HEADERS, ...NO_STORE })
    })
  }

  async close(): Promise<void> {
    this.#streams.closeAll()
    await this.#server.close()
  }

  get #cookie(): string {
    return cookieName(this.#options.deviceClass, this.port)
  }

  /** Before anything else: our headers, the exact Host and Origin, and a session for all but the open addresses. */
  async #guard(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> {
    reply.headers(SECURITY_HEADERS)
    if (request.url.startsWith(API_PREFIX)) reply.headers(NO_STORE)
    if (!isOwnRequest(request.method, request.headers, this.port)) {
      return reply.code(403).headers(NO_STORE).send(shellRefusal('NOT_SIGNED_IN'))
    }
    if (['/', '/enter', '/healthz'].includes(pathOf(request)) || this.#isSignedIn(request)) return undefined
    return reply.code(401).headers(NO_STORE).send(shellRefusal('NOT_SIGNED_IN'))
  }

  /** Runs before the cookie plugin's own hook, so it reads the header by the plugin's parser. */
  #isSignedIn(request: FastifyRequest): boolean {
    const value = this.#server.parseCookie(request.headers.cookie ?? '')[this.#cookie]
    return isOpenSession(this.#options.sessionKey, this.#cookie, value)
  }

  #enter(request: FastifyRequest, reply: FastifyReply): FastifyReply {
    reply.headers(NO_STORE)
    const token = new URL(request.url, 'http://127.0.0.1').searchParams.get('token') ?? ''
    if (!this.#options.entryLink.accept(token)) {
      if (this.#isSignedIn(request)) return reply.redirect('/', 303)
      return reply.code(401).type('text/html; charset=utf-8').send(SIGN_IN_PAGE)
    }
    const session = openSession(this.#options.sessionKey, this.#cookie, this.#options.rng)
    reply.setCookie(this.#cookie, session, { path: '/', httpOnly: true, sameSite: 'strict' })
    return reply.redirect('/', 303)
  }

  async #sendPage(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    reply.headers(NO_STORE)
    if (!this.#isSignedIn(request)) return reply.code(401).type('text/html; charset=utf-8').send(SIGN_IN_PAGE)
    if (!existsSync(join(this.#options.rendererDirectory, DESK_PAGE))) throw new Error('the renderer is not built')
    return reply.sendFile(DESK_PAGE)
  }

  #answerNotFound(request: FastifyRequest, reply: FastifyReply): FastifyReply {
    if (request.url.startsWith(API_PREFIX)) return reply.code(400).send(shellRefusal('CALL_UNKNOWN'))
    return reply.code(404).headers(NO_STORE).type('text/plain').send('not found')
  }

  #answerFault(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const status = statusCodeOf(error)
    if (status < 500) {
      return reply.code(status === 413 ? 413 : 400).send(shellRefusal('INPUT_INVALID'))
    }
    this.#options.onFault(
      request.routeOptions.url ?? 'unknown',
      error instanceof Error ? error : new Error('not an Error'),
    )
    return reply.code(500).headers(NO_STORE).send(shellRefusal('INTERNAL'))
  }
}

/** Built assets carry their content's hash in their names; a page does not. */
function cacheOf(path: string): string {
  return path.endsWith('.html') ? 'no-store' : 'private, max-age=31536000, immutable'
}

function pathOf(request: FastifyRequest): string {
  return request.url.split('?', 1)[0] ?? ''
}

function statusCodeOf(error: unknown): number {
  const given = typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : null
  return typeof given === 'number' ? given : 500
}
