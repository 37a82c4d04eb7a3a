import fastifyCompress from '@fastify/compress'
import { Readable } from 'node:stream'
import type { FastifyBaseLogger, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import {
  type PushRequest,
  type SnapshotLine,
  type SyncEvent,
  allotmentRequestSchema,
  enrolRequestSchema,
  helloRequestSchema,
  pullQuerySchema,
  pushRequestSchema,
  snapshotQuerySchema,
} from '../../../shared/wire/sync-messages.ts'
import { MAX_PUSH_BYTES, PROTOCOL_HEADER } from '../../../shared/wire/protocol.ts'
import { bearerOf } from '../access/secrets.ts'
import { allotUnits } from '../allotments/allot.ts'
import type { Chain } from '../chain.ts'
import { authenticateDevice, enrolDevice } from '../sync/enrolment.ts'
import { digestRows } from '../sync/digest.ts'
import { sayHello } from '../sync/hello.ts'
import { answerPull } from '../sync/settle.ts'
import { openSnapshot } from '../sync/snapshot.ts'
import { protocolOfHeader, protocolRefusal } from '../sync/protocol-range.ts'
import { pushOps } from '../sync/push.ts'
import { quarantineOps } from '../sync/quarantine.ts'
import { type Device, selectDevice } from '../sync/queries/devices.ts'
import { selectHead } from '../write-path/queries/head.ts'
import { Admission } from './admission.ts'
import { deviceOf } from './caller.ts'
import { inTurn } from './in-turn.ts'
import { sendProblem } from './problems.ts'
import type { RateLimits } from './rate-limits.ts'
import { pastGuestRoutes } from './past-guest-routes.ts'
import { sisterHotelRoutes } from './sister-hotel-routes.ts'

/** A push of the largest size plus its envelope. */
const PUSH_BODY_LIMIT = MAX_PUSH_BYTES + 16 * 1024
/** Answers of fewer bytes are not worth compressing. */
const COMPRESS_FROM_BYTES = 1_024
const PING_EVERY_MS = 15_000
/** Pulls, and snapshots, that are made at a time; a page each is all that is held of one. */
const PULLS_AT_ONCE = 32
const SNAPSHOTS_AT_ONCE = 64
/** As many more wait; who comes then is told to come again, each at another second. */
const WAITING_AT_ONCE = 500
/** After so many pings a stream's terminal is looked up: another process may have taken it away. */
const PINGS_PER_LOOK = 4

/** The sync protocol (design.md, section 9), for enrolled terminals. */
export function syncRoutes(chain: Chain, limits: RateLimits): FastifyPluginAsyncZod {
  return async (app) => {
    await app.register(enrolRoute(chain, limits))
    await app.register(deviceRoutes(chain, limits))
  }
}

const hidden = { hide: true }

/** The one call of a terminal that is not known yet; codes that fail use up its address's minute. */
function enrolRoute(chain: Chain, limits: RateLimits): FastifyPluginAsyncZod {
  return async (app) => {
    app.post('/enrol', { schema: { ...hidden, body: enrolRequestSchema } }, async (request, reply) => {
      if (!(await limits.hasAllowance(request))) {
        await limits.refuseStranger(request, reply)
        return reply
      }
      const enrolled = await enrolDevice(chain, request.body)
      if (enrolled.ok) return enrolled.value
      return (await limits.refuseStranger(request, reply)) ? reply : sendProblem(reply, enrolled.error)
    })
  }
}

function deviceRoutes(chain: Chain, limits: RateLimits): FastifyPluginAsyncZod {
  return async (app) => {
    requireDevice(app, chain, limits)
    // A terminal's line is slow more often than its processor; what is small travels as it is (rule SYNC-60).
    await app.register(fastifyCompress, {
      threshold: COMPRESS_FROM_BYTES,
      encodings: ['gzip'],
      requestEncodings: ['gzip'],
      customTypes: /json/,
    })
    await app.register(pushRoute(chain))
    await app.register(givingRoutes(chain))
  }
}

/** Taken of every terminal that is known, however old, new or taken away it is (rules SYNC-42, SYNC-47). */
function pushRoute(chain: Chain): FastifyPluginAsyncZod {
  return async (app) => {
    app.post(
      '/push',
      { schema: { ...hidden, body: pushRequestSchema }, bodyLimit: PUSH_BODY_LIMIT },
      async (request, reply) => {
        const device = deviceOf(request)
        const pushed =
          device.state === 'revoked'
            ? await quarantineOps(chain, device, request.body)
            : await pushOps(chain, device, await inEpoch(chain, device, request))
        return pushed.ok ? pushed.value : sendProblem(reply, pushed.error)
      },
    )
  }
}

/**
 * The push as it stands, but of a terminal that is given no hello and can not learn a new epoch: its ops are decided on
 * the chain's rows like any other, and what a chain lost of them shows by a gap.
 */
async function inEpoch(chain: Chain, { hotelId }: Device, request: FastifyRequest<{ Body: PushRequest }>) {
  const protocol = request.headers[PROTOCOL_HEADER]
  if (protocol === undefined || protocolRefusal(protocolOfHeader(protocol)) === null) return request.body
  const head = await selectHead(chain.db, hotelId)
  return head ? { ...request.body, epoch: head.epoch } : request.body
}

/** What tells a terminal of its hotel: not one that was taken away, nor one that would not understand it. */
function givingRoutes(chain: Chain): FastifyPluginAsyncZod {
  return async (app) => {
    app.addHook('onRequest', async (request, reply) => {
      const { deviceId, state } = deviceOf(request)
      if (state === 'revoked') return sendProblem(reply, { code: 'DEVICE_REVOKED', params: { deviceId } })
      const outdated = protocolRefusal(protocolOfHeader(request.headers[PROTOCOL_HEADER]))
      return outdated ? sendProblem(reply, outdated) : undefined
    })

    app.post('/hello', { schema: { ...hidden, body: helloRequestSchema } }, async (request, reply) => {
      const device = deviceOf(request)
      const answered = await sayHello(chain, device, request.body)
      return answered.ok ? answered.value : sendProblem(reply, answered.error)
    })

    app.post('/allotment', { schema: { ...hidden, body: allotmentRequestSchema } }, async (request, reply) => {
      const allotted = await allotUnits(chain, deviceOf(request), request.body)
      return allotted.ok ? allotted.value : sendProblem(reply, allotted.error)
    })

    await app.register(sisterHotelRoutes(chain))
    await app.register(pastGuestRoutes(chain))

    const pulls = new Admission(PULLS_AT_ONCE, WAITING_AT_ONCE)
    const snapshots = new Admission(SNAPSHOTS_AT_ONCE, WAITING_AT_ONCE)
    app.get(
      '/pull',
      { preHandler: inTurn(pulls, chain.rng), schema: { ...hidden, querystring: pullQuerySchema } },
      async (request, reply) => {
        const device = deviceOf(request)
        const pulled = await answerPull(chain, device, request.query)
        return pulled.ok ? pulled.value : sendProblem(reply, pulled.error)
      },
    )

    app.get(
      '/snapshot',
      { preHandler: inTurn(snapshots, chain.rng), schema: { ...hidden, querystring: snapshotQuerySchema } },
      async (request, reply) => {
        const device = deviceOf(request)
        const { epoch, cursor, entity, after } = request.query
        const goesOn = epoch !== undefined && cursor !== undefined && entity !== undefined && after !== undefined
        const opened = await openSnapshot(chain.db, device, goesOn ? { epoch, cursor, entity, after } : null)
        if (!opened.ok) return sendProblem(reply, opened.error)
        return reply.type('application/x-ndjson').send(Readable.from(textOf(opened.value)))
      },
    )

    app.get('/digest', { preHandler: inTurn(snapshots, chain.rng), schema: hidden }, async (request, reply) => {
      const digested = await digestRows(chain.db, deviceOf(request))
      return digested.ok ? digested.value : sendProblem(reply, digested.error)
    })

    app.get('/events', { schema: hidden, config: { load: 'uncounted' } }, async (request, reply) => {
      const device = deviceOf(request)
      await streamEvents(chain, device, reply, request.log)
      return reply
    })
  }
}

async function* textOf(pages: AsyncIterable<SnapshotLine[]>): AsyncGenerator<string> {
  for await (const lines of pages) yield lines.map((line) => `${JSON.stringify(line)}\n`).join('')
}

/** Lets a request to these routes in only with the token of a terminal, and not too often. */
function requireDevice(app: FastifyInstance, chain: Chain, limits: RateLimits): void {
  app.addHook('onRequest', async (request, reply) => {
    const token = bearerOf(request.headers.authorization)
    const device = token === null ? null : await authenticateDevice(chain, token)
    if (device) {
      request.caller = { kind: 'device', id: device.deviceId, device }
      return (await limits.refuseCaller(request, reply)) ? reply : undefined
    }
    if (await limits.refuseStranger(request, reply)) return reply
    return sendProblem(reply, { code: 'DEVICE_UNAUTHORISED', params: {} })
  })
}

/** Listens before it reads the head, so that no move falls between the two. */
async function streamEvents(chain: Chain, device: Device, reply: FastifyReply, log: FastifyBaseLogger): Promise<void> {
  reply.hijack()
  const { raw } = reply
  raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
  const send = (event: SyncEvent) => raw.write(`data: ${JSON.stringify(event)}\n\n`)
  const stopListening = chain.pokes.follow(device.hotelId, ({ version, epoch }) => {
    send({ event: 'head', head: version, epoch })
  })
  let pings = 0
  const ping = setInterval(() => {
    raw.write(': ping\n\n')
    pings += 1
    if (pings % PINGS_PER_LOOK === 0) void endIfRevoked()
  }, PING_EVERY_MS)
  const revoke = () => {
    send({ event: 'revoke' })
    raw.end()
  }
  const endIfRevoked = async () => {
    try {
      const found = await selectDevice(chain.db, device.hotelId, device.deviceId)
      if (found?.state === 'revoked') revoke()
      else if (!found) raw.end()
    } catch (error) {
      log.warn({ err: error }, 'a stream could not be looked after')
    }
  }
  const leave = chain.streams.add({ deviceId: device.deviceId, end: () => raw.end(), revoke })
  raw.on('close', () => {
    clearInterval(ping)
    stopListening()
    leave()
  })
  const head = await selectHead(chain.db, device.hotelId)
  if (head && !raw.destroyed && !raw.writableEnded) send({ event: 'head', head: head.version, epoch: head.epoch })
}
