import { appendFileSync } from 'node:fs'
import { createServer } from 'node:http'

/**
 * A tiny child for the launcher: `<chain|host> <behaviour> <port> <order file>`. Serves its pid at `/`, dies at `/die`, and
 * writes its name into the order file when it is stopped.
 */
const [name = '', behaviour = '', port = '0', orderFile = ''] = process.argv.slice(2)

if (behaviour === 'fails') {
  process.stderr.write('noise\nkeyrack: the stand-in could not start\n')
  process.exit(1)
}

function stop(): void {
  appendFileSync(orderFile, `${name}\n`)
  process.exit(0)
}

process.on('SIGTERM', stop)
process.on('disconnect', stop)

const server = createServer((request, response) => {
  if (request.url === '/die') process.exit(3)
  response.end(String(process.pid))
})

server.listen(Number(port), '127.0.0.1', () => {
  const address = server.address()
  const origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
  const ready =
    name === 'chain'
      ? { ready: true, chain: origin, internal: null, enrolCode: 'a-code', apiKey: 'a-key', staffToken: 'a-token' }
      : { ready: true, url: `${origin}/enter?token=${process.env['KEYRACK_ENTRY_TOKEN'] ?? 'once'}` }
  process.stdout.write(`starting\n${JSON.stringify(ready)}\n`)
  if (behaviour === 'dies') process.exit(3)
})
