import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import {
  type SyncEvent,
  enrolRequestSchema,
  helloRequestSchema,
  pullQuerySchema,
  pushRequestSchema,
} from '../../../shared/wire/sync-messages.ts'
import type { Chain } from '../chain.ts'
import { authenticateDevice, enrolDevice } from '../sync/enrolment.ts'
import { sayHello } from '../sync/hello.ts'
import { pullChanges, takeSnapshot } from '../sync/pull.ts'
import { pushOps } from '../sync/push.ts'
import type { Device } from '../sync/queries/devices.ts'
import { selectHead } from '../write-path/queries/head.ts'
import { sendProblem } from './problems.ts'

const PING_EVERY_MS = 15_000
const UNAUTHORISED = { code: 'DEVICE_UNAUTHORISED', params: {} } as const

/** The sync protocol (design.md, section 9), for enrolled terminals. */
export function syncRoutes(chain: Chain): FastifyPluginAsyncZod {
  return async (app) => {
    const hidden = { hide: true }

    app.post('/enrol', { schema: { ...hidden, body: enrolRequestSchema } }, async (request, reply) => {
      const enrolled = await enrolDevice(chain.writer, chain.clock, chain.rng, request.body)
      return enrolled.ok ? enrolled.value : sendProblem(reply, enrolled.error)
    })

    app.post('/hello', { schema: { ...hidden, body: helloRequestSchema } }, async (request, reply) => {
      const device = await deviceOf(chain, request)
      if (!device) return sendProblem(reply, UNAUTHORISED)
      const answered = await sayHello(chain.db, chain.writer, chain.clock, device, request.body)
      return answered.ok ? answered.value : sendProblem(reply, answered.error)
    })

    app.post('/push', { schema: { ...hidden, body: pushRequestSchema } }, async (request, reply) => {
      const device = await deviceOf(chain, request)
      if (!device) return sendProblem(reply, UNAUTHORISED)
      const pushed = await pushOps(chain.writer, chain.clock, device, request.body)
      return pushed.ok ? pushed.value : sendProblem(reply, pushed.error)
    })

    app.get('/pull', { schema: { ...hidden, querystring: pullQuerySchema } }, async (request, reply) => {
      const device = await deviceOf(chain, request)
      if (!device) return sendProblem(reply, UNAUTHORISED)
      const pulled = await pullChanges(chain.db, device, request.query)
      return pulled.ok ? pulled.value : sendProblem(reply, pulled.error)
    })

    app.get('/snapshot', { schema: hidden }, async (request, reply) => {
      const device = await deviceOf(chain, request)
      if (!device) return sendProblem(reply, UNAUTHORISED)
      const taken = await takeSnapshot(chain.db, device)
      if (!taken.ok) return sendProblem(reply, taken.error)
      const body = taken.value.map((line) => `${JSON.stringify(line)}\n`).join('')
      return reply.type('application/x-ndjson').send(body)
    })

    app.get('/events', { schema: hidden }, async (request, reply) => {
      const device = await deviceOf(chain, request)
      if (!device) return sendProblem(reply, UNAUTHORISED)
      await streamEvents(chain, device, reply)
      return reply
    })
  }
}

function deviceOf(chain: Chain, request: FastifyRequest): Promise<Device | null> {
  const [scheme, token] = (request.headers.authorization ?? '').split(' ')
  return scheme === 'Bearer' && token ? authenticateDevice(chain.db, token) : Promise.resolve(null)
}

/** Listens before it reads the head, so that no move falls between the two. */
async function streamEvents(chain: Chain, device: Device, reply: FastifyReply): Promise<void> {
  reply.hijack()
  const { raw } = reply
  raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
  const send = (event: SyncEvent) => raw.write(`data: ${JSON.stringify(event)}\n\n`)
  const stopListening = chain.pokes.listen(device.hotelId, ({ version, epoch }) => {
    send({ event: 'head', head: version, epoch })
  })
  const ping = setInterval(() => raw.write(': ping\n\n'), PING_EVERY_MS)
  const leave = chain.streams.add(() => raw.end())
  raw.on('close', () => {
    clearInterval(ping)
    stopListening()
    leave()
  })
  const head = await selectHead(chain.db, device.hotelId)
  if (head && !raw.destroyed) send({ event: 'head', head: head.version, epoch: head.epoch })
}
