import type { ServerResponse } from 'node:http'
import Fastify, { type FastifyReply, type FastifyRequest } from 'fastify'
import { assert } from '../../../shared/base/assert.ts'
import type { Clock, Rng, Timers } from '../../../shared/base/ports.ts'
import { DESK_CALL_PATH, DESK_EVENTS_PATH } from '../../../shared/desk-api/http-paths.ts'
import type { DeskHandler } from '../desk-handler.ts'
import { shellRefusal, statusOf } from '../http-shell/answers.ts'
import { EventStreams } from '../http-shell/event-stream.ts'
import { HEARTBEAT_EVERY_MS, PAIR_PATH, isOwnCallOfHub } from '../lan/lan-paths.ts'
import { type PairResponse, pairRequestSchema, proofOfHub } from '../lan/pairing-proof.ts'
import { FailedAttempts } from './failed-attempts.ts'
import type { HubCertificate } from './hub-certificate.ts'
import { type PairingCode, Pairing } from './pairing.ts'
import { type PairedTerminal, TerminalKeys } from './terminal-keys.ts'
import { staffSessionOf } from '../http-shell/staff-session.ts'

const MAX_BODY_BYTES = 64 * 1024
const NO_STORE = { 'cache-control': 'no-store' }

export interface LanShellOptions {
  /** What attached terminals work with. */
  readonly handler: DeskHandler
  /** Where the keys of the paired terminals are kept. */
  readonly dataDirectory: string
  readonly certificate: HubCertificate
  /** Told to a terminal that pairs, for its standby; `null`: not told. */
  readonly chainUrl: string | null
  readonly clock: Clock
  readonly rng: Rng
  readonly timers: Timers
  /** Told of a fault with the route's pattern; never an address, a key or a body. */
  readonly onFault: (route: string, error: Error) => void
}

export type TerminalOnLan = PairedTerminal & { readonly connected: boolean }

/** The hub's desk API for the other terminals of the building. */
export interface LanShell {
  readonly port: number
  readonly fingerprint: string
  newPairingCode(): PairingCode
  terminals(): readonly TerminalOnLan[]
  /** Voids a terminal's key and ends its streams; `false` where no such terminal is known. */
  revoke(terminalId: string): boolean
  close(): Promise<void>
}

/**
 * Serves the desk API over TLS to terminals that hold a key (HUB-01 to HUB-06). `port` 0 takes any free one; rejects with
 * Node's `EADDRINUSE` when the port is taken.
 */
export async function openLanShell(options: LanShellOptions, host: string, port: number): Promise<LanShell> {
  const { keyPem, certificatePem, fingerprint } = options.certificate
  const server = Fastify({
    https: { key: keyPem, cert: certificatePem, minVersion: 'TLSv1.3' },
    bodyLimit: MAX_BODY_BYTES,
    logger: false,
    forceCloseConnections: true,
  })
  const access = new LanAccess(options)
  const streams = new EventStreams(options.handler, options.timers, HEARTBEAT_EVERY_MS)
  const open = new Map<ServerResponse, string>()

  server.addHook('onRequest', async (request, reply) => access.guard(request, reply))
  server.setErrorHandler((error, request, reply) => answerFault(options, error, request, reply))
  server.setNotFoundHandler((_request, reply) => reply.code(400).send(shellRefusal('CALL_UNKNOWN')))
  server.post(PAIR_PATH, (request, reply) => access.pair(request, reply))
  server.post<{ Params: { name: string } }>(`${DESK_CALL_PATH}:name`, async (request, reply) => {
    const { name } = request.params
    const answer = isOwnCallOfHub(name)
      ? shellRefusal('NOT_A_HUB')
      : await options.handler.handle(name, request.body ?? {}, staffSessionOf(request))
    return reply.code(statusOf(answer)).send(answer)
  })
  server.get(DESK_EVENTS_PATH, (request, reply) => {
    const owner = access.ownerOf(request)
    reply.hijack()
    if (owner === null) return void reply.raw.destroy()
    open.set(reply.raw, owner.terminalId)
    reply.raw.on('close', () => open.delete(reply.raw))
    streams.serve(reply.raw, NO_STORE)
  })
  await server.listen({ host, port })
  const address = server.server.address()
  assert(typeof address === 'object' && address !== null, 'a server that listens on a port has an address')
  return {
    port: address.port,
    fingerprint,
    newPairingCode: () => access.pairing.newCode(),
    terminals: () => {
      const connected = new Set(open.values())
      return access.keys.list().map((paired) => ({ ...paired, connected: connected.has(paired.terminalId) }))
    },
    revoke: (terminalId) => {
      const known = access.keys.revoke(terminalId)
      for (const [response, owner] of open) if (owner === terminalId) response.destroy()
      return known
    },
    close: async () => {
      streams.closeAll()
      await server.close()
    },
  }
}

/** Who may ask what. */
class LanAccess {
  readonly keys: TerminalKeys
  readonly pairing: Pairing
  readonly #failed: FailedAttempts
  readonly #options: LanShellOptions

  constructor(options: LanShellOptions) {
    const { dataDirectory, clock, rng } = options
    this.keys = new TerminalKeys(dataDirectory, clock, rng)
    this.pairing = new Pairing(clock, rng)
    this.#failed = new FailedAttempts(clock)
    this.#options = options
  }

  /** Before anything else: no browser's page, nobody who has guessed too often, and a key for all but pairing. */
  guard(request: FastifyRequest, reply: FastifyReply): FastifyReply | undefined {
    reply.headers(NO_STORE)
    if (request.headers.origin !== undefined) return reply.code(403).send(shellRefusal('NOT_SIGNED_IN'))
    if (this.#failed.tooMany(request.ip)) return reply.code(429).send(shellRefusal('NOT_SIGNED_IN'))
    if (request.url === PAIR_PATH || this.ownerOf(request) !== null) return undefined
    this.#failed.note(request.ip)
    return reply.code(401).send(shellRefusal('HUB_KEY_REFUSED'))
  }

  ownerOf(request: FastifyRequest): PairedTerminal | null {
    return this.keys.ownerOf(request.headers.authorization)
  }

  pair(request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const { certificate, chainUrl } = this.#options
    const asked = pairRequestSchema.safeParse(request.body)
    if (!asked.success) return reply.code(400).send(shellRefusal('INPUT_INVALID'))
    const code = this.pairing.take(asked.data.proof, certificate.fingerprint)
    if (code === null) {
      this.#failed.note(request.ip)
      return reply.code(401).send(shellRefusal('HUB_KEY_REFUSED'))
    }
    const answer = { ...this.keys.add(asked.data.name, asked.data.deviceClass), chainUrl }
    const proof = proofOfHub(code, certificate.fingerprint, answer)
    return reply.send({ ...answer, proof } satisfies PairResponse)
  }
}

function answerFault(
  options: LanShellOptions,
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const given = typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : 500
  if (typeof given === 'number' && given < 500) return reply.code(given).send(shellRefusal('INPUT_INVALID'))
  options.onFault(request.routeOptions.url ?? 'unknown', error instanceof Error ? error : new Error('not an Error'))
  return reply.code(500).send(shellRefusal('INTERNAL'))
}
