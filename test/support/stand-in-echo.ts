import Fastify from 'fastify'

/** The least that a server of JSON can do: gives back what it was posted. Prints its address when it is ready. */
const app = Fastify()
app.post('/echo', (request) => request.body)
process.stdout.write(`${JSON.stringify({ chain: await app.listen({ port: 0, host: '127.0.0.1' }) })}\n`)
process.on('disconnect', () => process.exit(0))
